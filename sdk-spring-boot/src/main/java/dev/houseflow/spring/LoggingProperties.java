package dev.houseflow.spring;

import java.time.Duration;

/** Calls in the log: see {@code LoggingCallListener}. */
public class LoggingProperties {
    /** Whether calls are logged, at DEBUG and WARN, as dev.houseflow.calls. */
    private boolean enabled = true;

    /** From which duration on a call is slow and logged at WARN; none is by default. */
    private Duration slowCall;

    /** Whether statements are logged with their values, and failures with their messages. */
    private boolean values;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getSlowCall() {
        return slowCall;
    }

    public void setSlowCall(Duration slowCall) {
        this.slowCall = slowCall;
    }

    public boolean isValues() {
        return values;
    }

    public void setValues(boolean values) {
        this.values = values;
    }
}
