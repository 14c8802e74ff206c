package dev.houseflow.samples.guide;

import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.QuerySummary;
import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the pages on migration end with. */
public final class JavaMigration {
    private JavaMigration() {}

    static ClickHouseAsyncClient client(String endpoint) {
        // snippet: migration-client
        ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(endpoint)
                .username("default")
                .password("")
                .database("default")
                .build();
        // end
        return ch;
    }

    static QuerySummary insert(ClickHouseAsyncClient ch, List<Trade> trades) {
        // snippet: migration-insert
        QuerySummary summary = ch.insert("trades", trades, Trade.class).join();
        // end
        return summary;
    }

    static List<Trade> query(ClickHouseAsyncClient ch) {
        // snippet: migration-query
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id")
                .parameter("s", "ETH")
                .build();
        List<Trade> trades = ch.query(request, Trade.class).join().rows();
        // end
        return trades;
    }

    static List<String> rows(ClickHouseAsyncClient ch) {
        List<String> lines = new ArrayList<>();
        // snippet: migration-rows
        QueryRequest request = QueryRequest.builder(
                        "SELECT id, price FROM trades WHERE symbol = {s:String} ORDER BY id")
                .parameter("s", "ETH")
                .build();
        try (RowStream<Row> rows = ch.rows(request)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                lines.add(row.getLong("id") + " " + row.getDouble("price"));
            }
        }
        // end
        return lines;
    }

    static void file(ClickHouseAsyncClient ch, Path file) {
        // snippet: migration-file
        ch.rawInsert("trades", Format.CSV, file).join();
        // end
    }
}
