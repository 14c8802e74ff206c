package dev.houseflow.observability;

import dev.houseflow.Attempt;
import dev.houseflow.CallEnd;
import dev.houseflow.CallInfo;
import dev.houseflow.CallListener;
import dev.houseflow.CallStart;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;

/**
 * An observation of Micrometer for each call: what a registry's handlers make of it, timers and
 * spans say. Its parent is the current observation of the thread that makes the call; that of a
 * question of the client's own is the call that it is asked for. Thread-safe.
 */
public final class ObservationCallListener implements CallListener {
    private static final DefaultCallObservationConvention DEFAULT = new DefaultCallObservationConvention();

    private final ObservationRegistry registry;
    private final CallObservationConvention convention;

    /**
     * Observes in {@code registry}, by its own convention for these contexts, or else the default
     * one.
     */
    public ObservationCallListener(ObservationRegistry registry) {
        this(registry, null);
    }

    /**
     * Observes in {@code registry} by {@code convention}; {@code null} for the registry's own, or
     * else the default one.
     */
    public ObservationCallListener(ObservationRegistry registry, CallObservationConvention convention) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.convention = convention;
    }

    @Override
    public Object callerContext() {
        return registry.getCurrentObservation();
    }

    @Override
    public void onStart(CallStart start) {
        CallInfo call = start.call();
        CallObservationContext context = new CallObservationContext(start);
        Observation observation = Observation.createNotStarted(convention, DEFAULT, () -> context, registry);
        Object parent = call.parent() == null ? null : call.parent().attachment(this);
        if (parent == null) parent = start.callerContext();
        if (parent != null) observation.parentObservation((Observation) parent);
        call.attach(this, observation.start());
        // Header fields are sent from here on.
        context.setCarrier(null);
    }

    @Override
    public void onAttempt(Attempt attempt) {
        Observation observation = (Observation) attempt.call().attachment(this);
        if (observation == null || attempt.failure() == null || attempt.delayBeforeNext() == null) return;
        observation.event(Observation.Event.of("houseflow.retry", "attempt " + attempt.number() + " failed"));
    }

    @Override
    public void onEnd(CallEnd end) {
        Observation observation = (Observation) end.call().attachment(this);
        if (observation == null) return;
        end.call().attach(this, null);
        Observation.Context context = observation.getContext();
        if (context instanceof CallObservationContext) ((CallObservationContext) context).end(end);
        if (end.failure() != null) observation.error(end.failure());
        observation.stop();
    }
}
