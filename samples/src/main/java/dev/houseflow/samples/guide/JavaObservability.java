package dev.houseflow.samples.guide;

import dev.houseflow.CallEnd;
import dev.houseflow.CallListener;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.observability.LoggingCallListener;
import dev.houseflow.observability.ObservationCallListener;
import dev.houseflow.observability.PoolMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.function.ObjLongConsumer;

/** The Java of docs/observability.md. */
public final class JavaObservability {
    private JavaObservability() {}

    /** A client that is observed by Micrometer, and logs. */
    public static ClickHouseAsyncClient observed(
            String endpoint, ObservationRegistry observations, MeterRegistry meters) {
        // snippet: observability-java
        ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(endpoint)
                .callListener(new ObservationCallListener(observations))
                .callListener(LoggingCallListener.builder()
                        .slowCall(Duration.ofSeconds(1))
                        .build())
                .build();
        new PoolMeters("trades", ch::poolStats).bindTo(meters);
        // end
        return ch;
    }

    /** A client that tells {@code count} of rows. */
    public static ClickHouseAsyncClient counting(String endpoint, ObjLongConsumer<String> count) {
        // snippet: observability-own-java
        CallListener rowsByStatement = new CallListener() {
            @Override
            public void onEnd(CallEnd end) {
                Long rows = end.receivedRows() != null ? end.receivedRows() : end.sentRows();
                if (rows != null) count.accept(end.call().summary(), rows);
            }
        };
        ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(endpoint)
                .callListener(rowsByStatement)
                .build();
        // end
        return ch;
    }
}
