package dev.houseflow.observability;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observed calls are named and tagged. {@link DefaultCallObservationConvention} is the one of
 * {@link ObservationCallListener} unless it is given another one.
 */
public interface CallObservationConvention extends ObservationConvention<CallObservationContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof CallObservationContext;
    }
}
