package dev.houseflow.samples.guide;

import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The Java of docs/types.md. */
public final class JavaValues {
    private JavaValues() {}

    static List<Object> values(ClickHouseAsyncClient ch) {
        // snippet: types-values-java
        String sql = "SELECT toUInt64(7) AS id, toDecimal64('19.9', 2) AS price, "
                + "toDateTime64('2026-01-31 12:00:00.5', 3, 'UTC') AS at, ['a', 'b'] AS tags";
        try (RowStream<Row> rows = ch.rows(sql)) {
            Row row = rows.next();
            long id = row.getLong("id"); // a BigInteger by get
            BigDecimal price = row.getBigDecimal("price"); // 19.90
            Instant at = row.getInstant("at");
            List<?> tags = row.getList("tags");
            return List.of(id, price, at, tags);
        }
        // end
    }
}
