package dev.houseflow.observability;

import dev.houseflow.PoolStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the connections of a client do, as gauges of Micrometer. */
public final class PoolMeters implements MeterBinder {
    private final Supplier<PoolStats> stats;
    private final Tags tags;

    /**
     * Of {@code stats}, a client's {@code poolStats}, under the name {@code poolName}, with {@code
     * tags} besides.
     */
    public PoolMeters(String poolName, Supplier<PoolStats> stats, Iterable<Tag> tags) {
        this.stats = Objects.requireNonNull(stats, "stats");
        this.tags = Tags.of(CallNames.POOL_NAME, poolName).and(tags);
    }

    /** The same without other tags. */
    public PoolMeters(String poolName, Supplier<PoolStats> stats) {
        this(poolName, stats, Tags.empty());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        connections(registry, "idle", PoolStats::idleConnections);
        connections(registry, "used", PoolStats::usedConnections);
        gauge(CallNames.MAX_CONNECTIONS, PoolStats::maxConnections)
                .description("The most requests under way at once per server")
                .register(registry);
        gauge(CallNames.WAITING_CALLS, PoolStats::waitingCalls)
                .description("Calls that wait for a connection")
                .register(registry);
        gauge(CallNames.CALLS_IN_FLIGHT, PoolStats::callsInFlight)
                .description("Attempts of calls that are under way")
                .register(registry);
    }

    private void connections(MeterRegistry registry, String state, ToDoubleFunction<PoolStats> value) {
        gauge(CallNames.CONNECTIONS, value)
                .tag(CallNames.STATE, state)
                .description("Connections by what they do")
                .register(registry);
    }

    private Gauge.Builder<Supplier<PoolStats>> gauge(String name, ToDoubleFunction<PoolStats> value) {
        return Gauge.builder(name, stats, supplier -> value.applyAsDouble(supplier.get()))
                .tags(tags)
                .strongReference(true);
    }
}
