package dev.houseflow.samples.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;

/** Arrow's own library reads what a raw stream hands through. */
class ArrowTest {
    @Test
    void A3_arrowVectorReadsARawStream() throws IOException {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start();
                ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(server.endpoint()).build()) {
            Map<Long, Double> prices = prices(ch);
            assertEquals(100_000, prices.size());
            assertEquals(49_999.5, prices.get(99_999L));
        }
    }

    private static Map<Long, Double> prices(ClickHouseAsyncClient ch) throws IOException {
        Map<Long, Double> prices = new LinkedHashMap<>();
        // snippet: formats-arrow-java
        QueryRequest request = QueryRequest.builder(
                        "SELECT toInt64(number) AS id, number / 2 AS price FROM numbers(100000)")
                .setting("output_format_arrow_compression_method", "none")
                .build();
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(ch.rawStream(request, Format.ARROW_STREAM), allocator)) {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                BigIntVector id = (BigIntVector) batch.getVector("id");
                Float8Vector price = (Float8Vector) batch.getVector("price");
                for (int row = 0; row < batch.getRowCount(); row++) prices.put(id.get(row), price.get(row));
            }
        }
        // end
        return prices;
    }
}
