package dev.houseflow.samples.recipes;

import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.duckdb.DuckDBConnection;

/** Arrow to DuckDB: arrow-java reads the batches of a query as they come, and DuckDB queries them where they are. */
public final class ArrowToDuckDbInJava {
    private ArrowToDuckDbInJava() {}

    // java --add-opens=java.base/java.nio=ALL-UNNAMED ...: Arrow reaches into the JVM's buffers.
    public static void main(String[] args) throws Exception {
        QueryRequest request = QueryRequest.builder(
                        "SELECT number AS id, if(number % 2 = 0, 'ETH', 'BTC') AS symbol, number / 4 AS price FROM numbers(100000)")
                // Arrow's own LZ4 would need arrow-compression beside arrow-vector.
                .setting("output_format_arrow_compression_method", "none")
                .build();
        try (ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build();
                RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(ch.rawStream(request, Format.ARROW_STREAM), allocator);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
                DuckDBConnection duck = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            Data.exportArrayStream(allocator, reader, stream);
            duck.registerArrowStream("trades", stream);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT symbol, count(*), avg(price) FROM trades GROUP BY symbol ORDER BY symbol")) {
                while (rows.next()) {
                    System.out.println(rows.getString(1) + " " + rows.getLong(2) + " " + rows.getDouble(3));
                }
            }
        }
    }
}

// Prints:
// BTC 50000 12500.0
// ETH 50000 12499.75
