package dev.houseflow.spring;

import java.time.Duration;

/** How often a call that failed is made again: see {@code RetryPolicy}. */
public class RetryProperties {
    /** Attempts in all; 1 means that nothing is made again; 3 by default. */
    private Integer maxAttempts;

    /** The longest wait before the second attempt; 100 ms by default. */
    private Duration initialBackoff;

    /** What no wait is longer than; 5 seconds by default. */
    private Duration maxBackoff;

    public Integer getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public Duration getInitialBackoff() {
        return initialBackoff;
    }

    public void setInitialBackoff(Duration initialBackoff) {
        this.initialBackoff = initialBackoff;
    }

    public Duration getMaxBackoff() {
        return maxBackoff;
    }

    public void setMaxBackoff(Duration maxBackoff) {
        this.maxBackoff = maxBackoff;
    }
}
