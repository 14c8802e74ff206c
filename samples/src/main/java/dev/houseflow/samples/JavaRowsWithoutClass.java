package dev.houseflow.samples;

import dev.houseflow.Block;
import dev.houseflow.BlockBuilder;
import dev.houseflow.InsertRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Map;

/** Rows whose columns are known only when the program runs, and columns that are arrays already. */
final class JavaRowsWithoutClass {
    private JavaRowsWithoutClass() {}

    static Object insertMaps(ClickHouseAsyncClient ch) {
        // snippet: inserts-maps-java
        List<Map<String, Object>> rows =
                List.of(Map.of("id", 1, "symbol", "ETH", "price", 1.5), Map.of("id", 2, "symbol", "BTC", "price", 2.5));
        ch.insert("trades", rows, Map.class).join();
        InsertRequest some =
                InsertRequest.builder("trades").columns("id", "symbol").build();
        ch.insert(some, List.of(List.of(3, "ETH"), List.of(4, "BTC")), List.class)
                .join();

        Map<?, ?> first = ch.query("SELECT * FROM trades ORDER BY id LIMIT 1", Map.class)
                .join()
                .rows()
                .get(0);
        System.out.println(first.get("symbol") + " costs " + first.get("price"));
        // end
        return first.get("price");
    }

    static void copyTrades(ClickHouseAsyncClient from, ClickHouseAsyncClient to) {
        // snippet: inserts-copy-java
        to.insert("trades", from.publishBlocks("SELECT * FROM trades"), Block.class)
                .join(); // or publishRows and Row.class
        // end
    }

    static Long insertArrays(ClickHouseAsyncClient ch, long[] ids, double[] prices, List<String> symbols) {
        // snippet: inserts-arrays-java
        Map<String, Object> columns = Map.of("id", ids, "price", prices, "symbol", symbols);
        Long sent = ch.insertColumns("trades", columns).join().sentRows();
        // end
        return sent;
    }

    static void insertPrepared(ClickHouseAsyncClient ch, List<List<ReadmeJava.Trade>> batches) {
        // snippet: inserts-prepared-java
        InsertRequest trades = ch.prepareInsert("trades", "id Int64, symbol String, price Float64")
                .join();
        for (List<ReadmeJava.Trade> batch : batches) {
            ch.insert(trades, batch, ReadmeJava.Trade.class).join(); // one request each
        }

        BlockBuilder builder = BlockBuilder.of(trades.columnTypes());
        builder.column("id").appendAll(new long[] {7, 8});
        builder.column("symbol").appendAll(List.of("ETH", "BTC"));
        builder.column("price").appendAll(new double[] {1.5, 2.5});
        ch.insert(trades, List.of(builder.build()), Block.class).join();
        // end
    }
}
