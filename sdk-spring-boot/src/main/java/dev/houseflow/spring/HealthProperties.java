package dev.houseflow.spring;

import java.time.Duration;

/** The health checks of the clients. */
public class HealthProperties {
    /** The time for one check, which runs a small query as the client's user. */
    private Duration timeout = Duration.ofSeconds(5);

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
