package dev.houseflow.observability;

import dev.houseflow.PoolStats;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the connections of a client do, as metrics by OpenTelemetry's conventions for pools of
 * connections.
 */
public final class OpenTelemetryPoolMetrics implements AutoCloseable {
    private static final AttributeKey<String> POOL_NAME = AttributeKey.stringKey(CallNames.POOL_NAME);
    private static final AttributeKey<String> STATE = AttributeKey.stringKey(CallNames.STATE);

    private final BatchCallback callback;

    private OpenTelemetryPoolMetrics(BatchCallback callback) {
        this.callback = callback;
    }

    /**
     * Reports {@code stats}, a client's {@code poolStats}, under the name {@code poolName}, until
     * the result is closed; close it before the client.
     */
    public static OpenTelemetryPoolMetrics register(
            OpenTelemetry openTelemetry, String poolName, Supplier<PoolStats> stats) {
        Objects.requireNonNull(stats, "stats");
        Meter meter = openTelemetry.getMeter("dev.houseflow");
        ObservableLongMeasurement count = meter.upDownCounterBuilder(CallNames.CONNECTIONS)
                .setUnit("{connection}")
                .setDescription(
                        "The number of connections that are currently in the state described by the state attribute.")
                .buildObserver();
        ObservableLongMeasurement max = meter.upDownCounterBuilder(CallNames.MAX_CONNECTIONS)
                .setUnit("{connection}")
                .setDescription("The maximum number of open connections allowed, per server.")
                .buildObserver();
        ObservableLongMeasurement waiting = meter.upDownCounterBuilder(CallNames.WAITING_CALLS)
                .setUnit("{request}")
                .setDescription("The number of current pending requests for an open connection.")
                .buildObserver();
        ObservableLongMeasurement calls = meter.upDownCounterBuilder(CallNames.CALLS_IN_FLIGHT)
                .setUnit("{call}")
                .setDescription("Attempts of calls that are under way.")
                .buildObserver();
        Attributes pool = Attributes.of(POOL_NAME, Objects.requireNonNull(poolName, "poolName"));
        Attributes idle = Attributes.of(POOL_NAME, poolName, STATE, "idle");
        Attributes used = Attributes.of(POOL_NAME, poolName, STATE, "used");
        Runnable observe = () -> {
            PoolStats now = stats.get();
            count.record(now.idleConnections(), idle);
            count.record(now.usedConnections(), used);
            max.record(now.maxConnections(), pool);
            waiting.record(now.waitingCalls(), pool);
            calls.record(now.callsInFlight(), pool);
        };
        return new OpenTelemetryPoolMetrics(meter.batchCallback(observe, count, max, waiting, calls));
    }

    /** Reports nothing more. */
    @Override
    public void close() {
        callback.close();
    }
}
