package dev.houseflow.samples.guide;

import dev.houseflow.ClickHouseColumn;
import dev.houseflow.CreateTableRequest;
import dev.houseflow.DdlRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.TableRequests;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The Java of docs/schema.md that makes tables. */
public final class JavaTables {
    private JavaTables() {}

    // snippet: schema-class-java
    public enum Side {
        BUY,
        SELL
    }

    public record Fill(String venue, long amount) {}

    public record Deal(
            long id,
            Instant ts,
            String symbol,
            Side side,

            @ClickHouseColumn(type = "Decimal(18, 4)", codec = "ZSTD(3)")
            BigDecimal price,

            List<Fill> fills,
            Optional<String> note) {}
    // end

    static void makeTable(ClickHouseAsyncClient ch) {
        // snippet: schema-create-java
        ch.createTable("deals", Deal.class, table -> table.orderBy("symbol", "ts")
                        .partitionBy("toYYYYMM(ts)")
                        .ttl("toDateTime(ts) + INTERVAL 10 YEAR")
                        .codec("ts", "Delta, ZSTD")
                        .type("symbol", "LowCardinality(String)")
                        .ifNotExists())
                .join();
        // end
    }

    static String showStatement() {
        // snippet: schema-show-java
        CreateTableRequest deals = TableRequests.createTable("shop.deals", Deal.class)
                .engine("ReplicatedMergeTree")
                .onCluster("main")
                .orderBy("id")
                .tableSetting("index_granularity", 1024)
                .build();
        System.out.println(deals.toSql());
        // end
        return deals.toSql();
    }

    static List<String> growTable(ClickHouseAsyncClient ch) {
        // snippet: schema-alter-java
        CreateTableRequest deals =
                TableRequests.createTable("deals", Deal.class).build();
        List<String> missing = ch.missingColumns(deals).join().stream()
                .map(column -> column.name())
                .toList();
        for (DdlRequest alter : ch.alterTableFor(deals).join()) {
            System.out.println(alter.toSql()); // ALTER TABLE `deals` ADD COLUMN ...
            ch.execute(alter).join();
        }
        // end
        return missing;
    }

    static void otherStatements(ClickHouseAsyncClient ch) {
        // snippet: schema-ddl-java
        ch.execute(DdlRequest.createDatabase("archive").ifNotExists().build()).join();
        ch.execute(DdlRequest.deleteFrom("deals", "symbol = {s:String}")
                        .parameter("s", "ETH")
                        .build())
                .join();
        ch.execute(DdlRequest.optimizeTable("deals").finalMerge().build()).join();
        ch.truncateTable("deals").join();
        ch.execute(DdlRequest.dropTable("deals").ifExists().build()).join();
        ch.execute(DdlRequest.dropDatabase("archive").sync().build()).join();
        // end
    }
}
