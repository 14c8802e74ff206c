package dev.houseflow.samples;

import dev.houseflow.Format;
import dev.houseflow.InserterResult;
import dev.houseflow.QueryRequest;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import dev.houseflow.javaapi.RowStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Everything once: tables, rows in and out, streams, single rows, files, cancelling. */
public final class JavaTour {
    public record Trade(long id, String symbol, double price, Instant at) {}

    public record Average(String symbol, double mean) {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start();
                ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(server.endpoint()).build()) {
            ch.execute("CREATE TABLE trades (id Int64, symbol String, price Float64, at DateTime64(3)) "
                            + "ENGINE MergeTree ORDER BY id")
                    .join();

            List<Trade> trades = IntStream.range(0, 10_000)
                    .mapToObj(i -> new Trade(i, i % 2 == 0 ? "ETH" : "BTC", i / 10.0, Instant.ofEpochSecond(i)))
                    .toList();
            System.out.println(ch.insert("trades", trades, Trade.class).join().writtenRows() + " trades inserted");

            // A parameter travels beside the statement.
            QueryRequest dear = QueryRequest.builder("SELECT symbol, avg(price) AS mean FROM trades "
                            + "WHERE price >= {least:Float64} GROUP BY symbol ORDER BY symbol")
                    .parameter("least", 500)
                    .build();
            ch.query(dear, Average.class).join().rows().forEach(System.out::println);

            // Row by row, in flat memory; closing the stream early ends the query.
            try (RowStream<Trade> rows = ch.stream("SELECT * FROM trades ORDER BY id", Trade.class)) {
                System.out.println(
                        rows.stream().limit(3).mapToDouble(Trade::price).sum() + " is the sum of three prices");
            }

            // Single rows of many callers, in good batches.
            Inserter<Trade> later = ch.inserter("trades", Trade.class).build();
            later.add(new Trade(10_000, "XRP", 0.5, Instant.EPOCH)).join();
            InserterResult<Trade> result = later.closeAsync().join();
            System.out.println(result.writtenRows() + " trade added");

            Path file = Files.createTempDirectory("tour").resolve("trades.parquet");
            ch.download("SELECT * FROM trades", Format.PARQUET, file).join();
            ch.rawInsert("trades", Format.PARQUET, file).join();
            Files.delete(file);
            Files.delete(file.getParent());
            System.out.println(ch.query("SELECT count() FROM trades", Long.class)
                            .join()
                            .rows()
                            .get(0) + " trades after a file came back");

            CompletableFuture<?> endless =
                    ch.query("SELECT max(sipHash64(number)) FROM numbers(1000000000000)", Long.class);
            endless.cancel(true); // ends it on the server, too
            System.out.println("cancelled: " + endless.isCancelled());
        }
    }
}
