package dev.houseflow.observability;

import dev.houseflow.Attempt;
import dev.houseflow.CallEnd;
import dev.houseflow.CallInfo;
import dev.houseflow.CallListener;
import dev.houseflow.CallOutcome;
import dev.houseflow.CallStart;
import dev.houseflow.ServerException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of calls for a logger of SLF4J: at DEBUG one when a call starts and one when it ends; at
 * WARN attempts that failed and are made again, calls that took long, and streams that were
 * forgotten.
 *
 * <p>Lines hold no values: statements are shown without their literals, and failures by their code
 * and name. {@link Builder#values} shows both as they are. Credentials and the values of parameters
 * are never shown. Thread-safe.
 */
public final class LoggingCallListener implements CallListener {
    /** The logger's name unless another one is given. */
    public static final String LOGGER = "dev.houseflow.calls";

    private final Logger logger;
    private final Duration slowCall;
    private final boolean values;

    private LoggingCallListener(Builder builder) {
        logger = builder.logger;
        slowCall = builder.slowCall;
        values = builder.values;
    }

    /** A listener with the default options. */
    public static LoggingCallListener create() {
        return builder().build();
    }

    /** Collects the options of a listener. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void onStart(CallStart start) {
        if (!logger.isDebugEnabled()) return;
        CallInfo call = start.call();
        String text = text(call);
        logger.debug("start {}{}", call(call, call.queryId()), text == null ? "" : ": " + text);
    }

    @Override
    public void onAttempt(Attempt attempt) {
        Throwable failure = attempt.failure();
        Duration delay = attempt.delayBeforeNext();
        if (failure == null || delay == null || !logger.isWarnEnabled()) return;
        logger.warn(
                "retry {} at {}: attempt {} failed with {}, the next one comes in {}",
                call(attempt.call(), attempt.queryId()),
                attempt.endpoint(),
                attempt.number(),
                failure(failure),
                millis(delay));
    }

    @Override
    public void onEnd(CallEnd end) {
        boolean abandoned = end.outcome() == CallOutcome.ABANDONED;
        boolean slow = slowCall != null && end.duration().compareTo(slowCall) >= 0;
        if (abandoned && logger.isWarnEnabled()) {
            logger.warn(
                    "abandoned {}: the stream was neither read to its end nor closed in {}; close it",
                    call(end.call(), end.queryId()),
                    millis(end.duration()));
        }
        if (slow && logger.isWarnEnabled()) {
            String text = text(end.call());
            logger.warn("slow {}{}", ended(end), text == null ? "" : ": " + text);
        }
        if (logger.isDebugEnabled()) logger.debug("end {}", ended(end));
    }

    private String ended(CallEnd end) {
        StringBuilder line = new StringBuilder(call(end.call(), end.queryId()));
        line.append(' ').append(end.outcome()).append(" in ").append(millis(end.duration()));
        if (end.failure() != null) line.append(" with ").append(failure(end.failure()));
        if (end.endpoint() != null) line.append(" at ").append(end.endpoint());
        if (end.attempts() > 1) line.append(", ").append(end.attempts()).append(" attempts");
        if (end.firstByte() != null) line.append(", first byte after ").append(millis(end.firstByte()));
        if (end.connectionWait().toMillis() > 0) {
            line.append(", waited ").append(millis(end.connectionWait())).append(" for a connection");
        }
        if (end.receivedRows() != null)
            line.append(", ").append(end.receivedRows()).append(" rows received");
        if (end.sentRows() != null) line.append(", ").append(end.sentRows()).append(" rows sent");
        line.append(", sent ").append(end.sentPackedBytes()).append(" B");
        return line.append(", received ")
                .append(end.receivedPackedBytes())
                .append(" B")
                .toString();
    }

    private static String call(CallInfo call, String queryId) {
        String id = queryId.isEmpty() ? "" : " " + queryId;
        return call.operation() + id + " (" + call.summary() + ")";
    }

    private String text(CallInfo call) {
        return (values ? StatementText.AS_WRITTEN : StatementText.SANITIZED).of(call);
    }

    /** What servers say may quote the statement. */
    private String failure(Throwable failure) {
        if (values) return failure.toString();
        if (!(failure instanceof ServerException)) return failure.getClass().getSimpleName();
        ServerException refusal = (ServerException) failure;
        return "code " + refusal.code() + " " + refusal.name() + " (HTTP " + refusal.httpStatus() + ")";
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", (double) duration.toNanos() / TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** Collects the options of a {@link LoggingCallListener}. Not thread-safe. */
    public static final class Builder {
        private Logger logger = LoggerFactory.getLogger(LOGGER);
        private Duration slowCall;
        private boolean values;

        private Builder() {}

        /** Where the lines go. Default: the logger called {@value #LOGGER}. */
        public Builder logger(Logger logger) {
            this.logger = Objects.requireNonNull(logger, "logger");
            return this;
        }

        /**
         * From which duration on a call is slow; of a stream it includes the time of its reader.
         * Default: {@code null}, none is.
         */
        public Builder slowCall(Duration slowCall) {
            this.slowCall = slowCall;
            return this;
        }

        /**
         * Whether statements stand in the lines as they were written, and failures with their
         * messages: both may hold values that logs are not to see. Default: {@code false}.
         */
        public Builder values(boolean values) {
            this.values = values;
            return this;
        }

        /** The listener, for {@code callListener} of a client's options. */
        public LoggingCallListener build() {
            return new LoggingCallListener(this);
        }
    }
}
