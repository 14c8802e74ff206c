package dev.houseflow.samples;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.ExternalTables;
import java.util.List;

/** The Java of docs/queries.md. */
final class JavaQueries {
    private JavaQueries() {}

    // snippet: queries-external-java
    public record Limit(String symbol, double most) {}

    static List<ReadmeJava.Trade> suspicious(ClickHouseAsyncClient ch, List<Long> ids, List<Limit> limits) {
        QueryRequest request = QueryRequest.builder(
                        "SELECT id, symbol, price FROM trades INNER JOIN limits USING (symbol) "
                                + "WHERE price > most AND id IN (SELECT id FROM ids) ORDER BY id")
                .externalTable(ExternalTables.of("ids", "id Int64", ids, Long.class))
                .externalTable(ExternalTables.of("limits", "symbol String, most Float64", limits, Limit.class))
                .build();
        return ch.query(request, ReadmeJava.Trade.class).join().rows();
    }
    // end
}
