package dev.houseflow.samples.guide;

import dev.houseflow.ClickHouseSql;
import dev.houseflow.ColumnInfo;
import dev.houseflow.DatabaseInfo;
import dev.houseflow.DictionaryInfo;
import dev.houseflow.QueryRequest;
import dev.houseflow.TableInfo;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Java of docs/schema.md. */
public final class JavaSchema {
    private JavaSchema() {}

    static List<ColumnInfo> showTable(ClickHouseAsyncClient ch) {
        // snippet: schema-java
        TableInfo trades = ch.tableInfo("trades").join();
        System.out.println(trades.engine() + " ORDER BY " + trades.sortingKey() + ": " + trades.rows() + " rows");

        List<ColumnInfo> columns = ch.describe("trades").join();
        for (ColumnInfo column : columns) {
            System.out.println(column.name() + ": " + column.type() + " " + column.defaultKind());
        }
        List<String> key = columns.stream()
                .filter(column -> Boolean.TRUE.equals(column.inSortingKey()))
                .map(ColumnInfo::name)
                .toList();
        // end
        System.out.println(key);
        return columns;
    }

    static Map<String, List<TableInfo>> listTables(ClickHouseAsyncClient ch) {
        // snippet: schema-lists-java
        Map<String, List<TableInfo>> tables = new TreeMap<>();
        for (DatabaseInfo database : ch.databases().join()) {
            tables.put(database.name(), ch.tables(database.name()).join());
        }
        List<DictionaryInfo> loaded = ch.dictionaries().join().stream()
                .filter(dictionary -> "LOADED".equals(dictionary.status()))
                .toList();
        // end
        System.out.println(loaded);
        return tables;
    }

    static List<ColumnInfo> describeQuery(ClickHouseAsyncClient ch) {
        // snippet: schema-query-java
        QueryRequest means = QueryRequest.of("SELECT symbol, avg(price) AS mean FROM trades GROUP BY symbol");
        List<ColumnInfo> columns = ch.describe(means).join();
        // end
        return columns;
    }

    static boolean copyTable(ClickHouseAsyncClient ch, String table, String copy) {
        // snippet: schema-quote-java
        if (ch.tableExists(ClickHouseSql.quoteName("default", copy)).join()) return false;
        ch.execute("CREATE TABLE " + ClickHouseSql.quoteName(copy) + " AS " + ClickHouseSql.quoteName("default", table)
                        + " COMMENT " + ClickHouseSql.literal("a copy of " + table))
                .join();
        // end
        return true;
    }
}
