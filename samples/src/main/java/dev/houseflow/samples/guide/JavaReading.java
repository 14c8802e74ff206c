package dev.houseflow.samples.guide;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.QueryRequest;
import dev.houseflow.QueryResult;
import dev.houseflow.QuerySummary;
import dev.houseflow.ResultColumn;
import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The Java of docs/queries.md. */
public final class JavaReading {
    private JavaReading() {}

    static QueryResult<Trade> everyTrade(ClickHouseAsyncClient ch) {
        // snippet: queries-class-java
        QueryResult<Trade> result = ch.query("SELECT id, symbol, price FROM trades ORDER BY id", Trade.class)
                .join();
        result.rows().forEach(trade -> System.out.println(trade.id() + ": " + trade.price()));
        System.out.println(
                result.rows().size() + " rows, query id " + result.summary().queryId());
        // end
        return result;
    }

    static List<Object> singleValues(ClickHouseAsyncClient ch) {
        // snippet: queries-single-java
        long count =
                ch.query("SELECT count() FROM trades", Long.class).join().rows().get(0);
        List<String> symbols = ch.query("SELECT DISTINCT symbol FROM trades ORDER BY symbol", String.class)
                .join()
                .rows();
        // end
        return List.of(count, symbols);
    }

    static List<String> withoutClass(ClickHouseAsyncClient ch) {
        List<String> lines = new ArrayList<>();
        // snippet: queries-rows-java
        try (RowStream<Row> rows = ch.rows("SELECT * FROM trades ORDER BY id")) {
            while (rows.hasNext()) {
                Row row = rows.next();
                lines.add(row.getLong("id") + " " + row.get("symbol") + " " + row.getDouble("price"));
            }
        }
        // end
        return lines;
    }

    static void withAnswer(ClickHouseAsyncClient ch) {
        // snippet: queries-answer-java
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades ORDER BY id")
                .onAnswer(summary -> System.out.println("query " + summary.queryId() + " runs"))
                .build();
        try (RowStream<Trade> trades = ch.stream(request, Trade.class)) {
            trades.stream().forEach(System.out::println);
        }
        // end
    }

    static double byColumn(ClickHouseAsyncClient ch) {
        // snippet: queries-blocks-java
        double sum = 0;
        try (RowStream<Block> blocks = ch.blocks("SELECT price FROM trades")) {
            while (blocks.hasNext()) {
                Block block = blocks.next();
                Column price = block.column("price");
                for (int row = 0; row < block.rowCount(); row++) sum += price.getDouble(row);
            }
        }
        // end
        return sum;
    }

    static QuerySummary statement(ClickHouseAsyncClient ch) {
        // snippet: queries-execute-java
        ch.execute("CREATE TABLE IF NOT EXISTS dear_trades (id Int64, price Float64) ENGINE MergeTree ORDER BY id")
                .join();
        QueryRequest copy = QueryRequest.builder(
                        "INSERT INTO dear_trades SELECT id, price FROM trades WHERE price >= {least:Float64}")
                .parameter("least", 2.0)
                .build();
        QuerySummary summary = ch.execute(copy).join();
        System.out.println(summary.writtenRows() + " rows written");
        // end
        return summary;
    }

    static QueryResult<Trade> withOptions(ClickHouseAsyncClient ch) {
        // snippet: queries-options-java
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades ORDER BY id")
                .setting("max_threads", 4)
                .setting("max_execution_time", 20)
                .queryId("report-" + UUID.randomUUID())
                .database("default")
                .timeout(Duration.ofSeconds(30))
                .build();
        QueryResult<Trade> result = ch.query(request, Trade.class).join();
        // end
        return result;
    }

    static List<Trade> ofSymbols(ClickHouseAsyncClient ch, List<String> symbols) {
        // snippet: queries-parameters-java
        QueryRequest request = QueryRequest.builder(
                        "SELECT * FROM trades WHERE has({symbols:Array(String)}, symbol) AND price >= {least:Float64} ORDER BY id")
                .parameter("symbols", symbols)
                .parameter("least", 0.5)
                .build();
        List<Trade> trades = ch.query(request, Trade.class).join().rows();
        // end
        return trades;
    }

    static List<ResultColumn> columnsOf(ClickHouseAsyncClient ch) {
        // snippet: queries-columns-java
        List<ResultColumn> columns =
                ch.columns("SELECT id, price * 2 AS twice FROM trades").join();
        columns.forEach(column -> System.out.println(column.name() + ": " + column.type()));
        // end
        return columns;
    }
}
