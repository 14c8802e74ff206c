package dev.houseflow.observability;

import dev.houseflow.Attempt;
import dev.houseflow.CallEnd;
import dev.houseflow.CallInfo;
import dev.houseflow.CallListener;
import dev.houseflow.CallOperation;
import dev.houseflow.CallOutcome;
import dev.houseflow.CallStart;
import dev.houseflow.ServerException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A client span for each call, and histograms of durations and rows, by OpenTelemetry's stable
 * conventions for clients of databases. The span's {@code traceparent} goes to the server, whose
 * own spans ({@code system.opentelemetry_span_log}) belong to the same trace then.
 *
 * <p>The parent of a span is the current one of the thread that makes the call; that of a question
 * of the client's own is the call that it is asked for. Batches of an inserter have no parent.
 *
 * <p>See docs/observability.md for the names of all attributes. Thread-safe.
 */
public final class OpenTelemetryCallListener implements CallListener {
    private static final String SCOPE = "dev.houseflow";

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
    private static final AttributeKey<String> COLLECTION = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
    private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
    private static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("db.response.status_code");
    private static final AttributeKey<Long> ROWS = AttributeKey.longKey("db.response.returned_rows");
    private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> QUERY_ID = AttributeKey.stringKey("clickhouse.query_id");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("houseflow.outcome");
    private static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("houseflow.attempts");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("houseflow.attempt");

    private final Tracer tracer;
    private final DoubleHistogram durations;
    private final LongHistogram returnedRows;
    private final StatementText statements;
    private final boolean internalCalls;
    private final boolean propagation;

    private OpenTelemetryCallListener(Builder builder) {
        tracer = builder.openTelemetry.getTracer(SCOPE);
        Meter meter = builder.openTelemetry.getMeter(SCOPE);
        durations = meter.histogramBuilder(CallNames.DURATION)
                .setUnit("s")
                .setDescription("Duration of database client operations.")
                .setExplicitBucketBoundariesAdvice(Arrays.asList(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0))
                .build();
        returnedRows = meter.histogramBuilder(CallNames.RETURNED_ROWS)
                .ofLongs()
                .setUnit("{row}")
                .setDescription("The actual number of records returned by the database operation.")
                .setExplicitBucketBoundariesAdvice(
                        Arrays.asList(1L, 2L, 5L, 10L, 20L, 50L, 100L, 200L, 500L, 1000L, 2000L, 5000L, 10000L))
                .build();
        statements = builder.statements;
        internalCalls = builder.internalCalls;
        propagation = builder.propagation;
    }

    /** A listener with the default options. */
    public static OpenTelemetryCallListener create(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    /** Collects the options of a listener that reports to {@code openTelemetry}. */
    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    @Override
    public Object callerContext() {
        return Context.current();
    }

    @Override
    public void onStart(CallStart start) {
        CallInfo call = start.call();
        if (call.operation() == CallOperation.INTERNAL && !internalCalls) return;
        SpanBuilder builder = tracer.spanBuilder(call.summary())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent(start))
                .setAttribute(SYSTEM, CallNames.SYSTEM)
                .setAttribute(OPERATION, call.command())
                .setAttribute(SUMMARY, call.summary());
        String text = statements.of(call);
        if (text != null) builder.setAttribute(TEXT, text);
        if (call.database() != null) builder.setAttribute(NAMESPACE, call.database());
        if (call.table() != null) builder.setAttribute(COLLECTION, call.table());
        Context context = parent(start).with(builder.startSpan());
        call.attach(this, context);
        if (propagation) W3CTraceContextPropagator.getInstance().inject(context, start, CallStart::header);
    }

    private Context parent(CallStart start) {
        CallInfo parent = start.call().parent();
        Object context = parent == null ? null : parent.attachment(this);
        return (Context) (context == null ? start.callerContext() : context);
    }

    @Override
    public void onAttempt(Attempt attempt) {
        Context context = (Context) attempt.call().attachment(this);
        if (context == null || attempt.failure() == null || attempt.delayBeforeNext() == null) return;
        Attributes attributes =
                Attributes.of(ATTEMPT, (long) attempt.number(), ERROR, CallNames.errorType(attempt.failure()));
        Span.fromContext(context).addEvent("houseflow.retry", attributes);
    }

    @Override
    public void onEnd(CallEnd end) {
        CallInfo call = end.call();
        Context context = (Context) call.attachment(this);
        if (context == null) return;
        call.attach(this, null);
        Span span = Span.fromContext(context);
        AttributesBuilder common = Attributes.builder();
        String host = CallNames.host(end.endpoint());
        if (host != null) common.put(HOST, host).put(PORT, (long) CallNames.port(end.endpoint()));
        String error = CallNames.errorType(end.failure());
        if (error != null) common.put(ERROR, error);
        if (end.errorCode() != null) common.put(STATUS_CODE, String.valueOf(end.errorCode()));
        Attributes found = common.build();
        span.setAllAttributes(found);
        span.setAttribute(OUTCOME, CallNames.outcome(end)).setAttribute(ATTEMPTS, (long) end.attempts());
        if (!end.queryId().isEmpty()) span.setAttribute(QUERY_ID, end.queryId());
        if (end.receivedRows() != null) span.setAttribute(ROWS, end.receivedRows());
        if (end.outcome() == CallOutcome.FAILED) span.setStatus(StatusCode.ERROR, description(end.failure()));
        record(end, common, context);
        span.end();
    }

    private void record(CallEnd end, AttributesBuilder common, Context context) {
        CallInfo call = end.call();
        common.put(SYSTEM, CallNames.SYSTEM).put(OPERATION, call.command()).put(SUMMARY, call.summary());
        if (call.database() != null) common.put(NAMESPACE, call.database());
        if (call.table() != null) common.put(COLLECTION, call.table());
        Attributes attributes = common.build();
        durations.record((double) end.duration().toNanos() / TimeUnit.SECONDS.toNanos(1), attributes, context);
        if (end.receivedRows() != null) returnedRows.record(end.receivedRows(), attributes, context);
    }

    /** A message may quote values of the statement; the name of an error does not. */
    private static String description(Throwable failure) {
        return failure instanceof ServerException
                ? ((ServerException) failure).name()
                : failure.getClass().getSimpleName();
    }

    /** Collects the options of an {@link OpenTelemetryCallListener}. Not thread-safe. */
    public static final class Builder {
        private final OpenTelemetry openTelemetry;
        private StatementText statements = StatementText.SANITIZED;
        private boolean internalCalls = true;
        private boolean propagation = true;

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
        }

        /** What stands in {@code db.query.text}. Default: {@link StatementText#SANITIZED}. */
        public Builder statements(StatementText statements) {
            this.statements = Objects.requireNonNull(statements, "statements");
            return this;
        }

        /**
         * Whether questions that the client asks by itself have spans and are counted. Default:
         * {@code true}.
         */
        public Builder internalCalls(boolean internalCalls) {
            this.internalCalls = internalCalls;
            return this;
        }

        /**
         * Whether the server is told the span, as {@code traceparent} and {@code tracestate}. Turn
         * it off where another part of the program does that. Default: {@code true}.
         */
        public Builder propagation(boolean propagation) {
            this.propagation = propagation;
            return this;
        }

        /** The listener, for {@code callListener} of a client's options. */
        public OpenTelemetryCallListener build() {
            return new OpenTelemetryCallListener(this);
        }
    }
}
