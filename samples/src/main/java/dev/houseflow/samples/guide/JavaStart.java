package dev.houseflow.samples.guide;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.time.Instant;
import java.util.List;

/** The Java of docs/getting-started.md. */
public final class JavaStart {
    private JavaStart() {}

    // snippet: start-java
    public record Visit(Instant at, String page, String user) {}

    public static void start(String endpoint) {
        try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(endpoint)
                .username("default")
                .password("")
                .database("default")
                .build()) {
            ch.execute(
                            "CREATE TABLE visits (at DateTime64(3, 'UTC'), page LowCardinality(String), user Nullable(String)) "
                                    + "ENGINE MergeTree ORDER BY at")
                    .join();
            Visit first = new Visit(Instant.parse("2026-01-31T12:00:00.5Z"), "/", "ana");
            Visit second = new Visit(Instant.parse("2026-01-31T12:00:01Z"), "/docs", null);
            ch.insert("visits", List.of(first, second), Visit.class).join();

            List<Visit> known = ch.query("SELECT * FROM visits WHERE user IS NOT NULL", Visit.class)
                    .join()
                    .rows();
            System.out.println(known);

            try (RowStream<Visit> visits = ch.stream("SELECT * FROM visits ORDER BY at", Visit.class)) {
                while (visits.hasNext()) System.out.println(visits.next());
            }
        }
    }
    // end
}
