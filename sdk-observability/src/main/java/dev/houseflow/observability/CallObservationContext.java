package dev.houseflow.observability;

import dev.houseflow.CallEnd;
import dev.houseflow.CallInfo;
import dev.houseflow.CallStart;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * What is known of an observed call. It is a {@link SenderContext}, so tracing puts the headers of
 * its span into the request.
 */
public final class CallObservationContext extends SenderContext<CallStart> {
    private final CallInfo call;
    private volatile CallEnd end;

    CallObservationContext(CallStart start) {
        super(
                (carrier, name, value) -> {
                    if (carrier != null) carrier.header(name, value);
                },
                Kind.CLIENT);
        this.call = start.call();
        setCarrier(start);
        setRemoteServiceName(CallNames.SYSTEM);
    }

    /** The call. */
    public CallInfo call() {
        return call;
    }

    /** How it ended; {@code null} as long as it has not. */
    public CallEnd end() {
        return end;
    }

    void end(CallEnd end) {
        this.end = end;
        if (end.endpoint() != null) setRemoteServiceAddress(end.endpoint());
    }
}
