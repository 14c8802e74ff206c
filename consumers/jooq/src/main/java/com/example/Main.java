package com.example;

import static com.example.shop.Tables.SYMBOLS;
import static com.example.shop.Tables.TRADES;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import com.example.shop.tables.records.TradesRecord;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.jdbc.HouseflowDataSource;
import dev.houseflow.jdbc.PositionalQuery;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.ULong;

/** Statements of jOOQ's DSL. */
public final class Main {
    public record Trade(long id, String symbol) {}

    private Main() {}

    public static void main(String[] args) throws Exception {
        try (Connection connection = new HouseflowDataSource(args[0]).getConnection()) {
            DSLContext dsl = DSL.using(connection, SQLDialect.CLICKHOUSE);
            check(org.jooq.tools.jdbc.JDBCUtils.dialect(connection) == SQLDialect.CLICKHOUSE, "the dialect is found");
            inserts(dsl);
            selects(dsl);
            joins(dsl);
            changes(dsl);
            schema(dsl);
            withoutJdbc(dsl, connection.unwrap(ClickHouseAsyncClient.class));
            OnTheClientKt.onTheClient("http:" + args[0].substring("jdbc:houseflow:clickhouse:".length()));
            failures(dsl);
            dsl.execute("DROP DATABASE jooq_shop");
            System.out.println("FIGURE classes generated, statements run over JDBC, by the Java client and by the coroutine client");
        }
    }

    private static void inserts(DSLContext dsl) {
        check(dsl.insertInto(TRADES, TRADES.ID, TRADES.SYMBOL, TRADES.PRICE, TRADES.AMOUNT, TRADES.DAY, TRADES.VOLUME, TRADES.BIG, TRADES.KEY)
                        .values(1L, "it's", 1.5, new BigDecimal("2.50"), LocalDate.of(2026, 1, 2), null, ULong.valueOf("18446744073709551615"), new UUID(1, 2))
                        .values(2L, "ETH", 2.5, new BigDecimal("1.00"), LocalDate.of(2026, 1, 3), 7, ULong.valueOf(3), new UUID(3, 4))
                        .execute()
                == 2, "two rows");
        check(dsl.insertInto(SYMBOLS, SYMBOLS.NAME, SYMBOLS.TITLE).values("ETH", "Ether").values("XXX", "None").execute() == 2, "two symbols");
        int[] counts = dsl.batch(dsl.insertInto(TRADES, TRADES.ID, TRADES.SYMBOL).values(0L, ""))
                .bind(10L, "BTC")
                .bind(11L, "BTC")
                .bind(12L, "BTC")
                .execute();
        check(counts.length == 3, "a batch");
    }

    private static void selects(DSLContext dsl) {
        TradesRecord first = dsl.selectFrom(TRADES).where(TRADES.ID.eq(1L)).fetchOne();
        check(first.getSymbol().equals("it's") && first.getVolume() == null, first.toString());
        check(first.getAmount().compareTo(new BigDecimal("2.5")) == 0 && first.getDay().equals(LocalDate.of(2026, 1, 2)), first.toString());
        check(first.getBig().toString().equals("18446744073709551615") && first.getKey().equals(new UUID(1, 2)), first.toString());
        check(dsl.selectDistinct(TRADES.SYMBOL).from(TRADES).orderBy(TRADES.SYMBOL.desc()).limit(1).offset(1).fetch().size() == 1, "limit");
        check(dsl.fetchCount(TRADES, TRADES.SYMBOL.in("BTC", "ETH")) == 4, "in");
        Result<?> grouped = dsl.select(TRADES.SYMBOL, count(), sum(TRADES.PRICE), max(TRADES.ID))
                .from(TRADES)
                .groupBy(TRADES.SYMBOL)
                .having(count().gt(1))
                .fetch();
        check(grouped.size() == 1 && grouped.get(0).get(1, Integer.class) == 3, grouped.toString());
        Result<?> numbered = dsl.select(TRADES.ID, rowNumber().over().partitionBy(TRADES.SYMBOL).orderBy(TRADES.ID))
                .from(TRADES)
                .orderBy(TRADES.ID)
                .fetch();
        check(numbered.get(4).get(1, Integer.class) == 3, numbered.toString());
        Result<?> cte = dsl.with("t").as(select(TRADES.ID).from(TRADES).where(TRADES.ID.lt(3L))).selectFrom(table(name("t"))).fetch();
        check(cte.size() == 2, cte.toString());
        List<Trade> records = dsl.select(TRADES.ID, TRADES.SYMBOL).from(TRADES).where(TRADES.ID.gt(9L)).orderBy(TRADES.ID).fetchInto(Trade.class);
        check(records.equals(List.of(new Trade(10, "BTC"), new Trade(11, "BTC"), new Trade(12, "BTC"))), records.toString());
        Result<Record> plain = dsl.fetch("SELECT toUInt64(1) AS a, [1, 2] AS b, now() AS c, CAST('x', 'LowCardinality(String)') AS d WHERE ? = 1", 1);
        check(plain.size() == 1, plain.toString());
        try (var cursor = dsl.select(field("number", SQLDataType.BIGINT)).from(table("numbers(100000)")).fetchSize(1000).fetchLazy()) {
            long sum = 0;
            for (Record row : cursor) sum += row.get(0, Long.class);
            check(sum == 4999950000L, "a lazy cursor: " + sum);
        }
    }

    private static void joins(DSLContext dsl) {
        var on = TRADES.SYMBOL.eq(SYMBOLS.NAME);
        check(dsl.select().from(TRADES).join(SYMBOLS).on(on).fetch().size() == 1, "inner");
        check(dsl.select().from(TRADES).leftJoin(SYMBOLS).on(on).fetch().size() == 5, "left");
        check(dsl.select().from(TRADES).fullJoin(SYMBOLS).on(on).fetch().size() == 6, "full");
        check(dsl.select().from(TRADES).crossJoin(SYMBOLS).fetch().size() == 10, "cross");
    }

    private static void changes(DSLContext dsl) {
        dsl.createDatabase("jooq_made").execute();
        dsl.execute("CREATE TABLE jooq_made.t (a Int32) ENGINE = MergeTree ORDER BY a");
        dsl.insertInto(table(name("jooq_made", "t")), field("a", SQLDataType.INTEGER)).values(1).execute();
        dsl.deleteFrom(table(name("jooq_made", "t"))).where(field("a", SQLDataType.INTEGER).eq(1)).execute();
        check(dsl.fetchCount(table(name("jooq_made", "t"))) == 0, "a lightweight delete");
        dsl.createTable(name("jooq_made", "u")).column("a", SQLDataType.BIGINT).column("b", SQLDataType.VARCHAR).execute();
        check(dsl.fetchCount(table(name("jooq_made", "u"))) == 0, "a table by the DSL");
        dsl.dropDatabase("jooq_made").execute();
        dsl.transaction(inside -> inside.dsl().selectOne().fetch());
    }

    private static void schema(DSLContext dsl) {
        Schema shop = dsl.meta().getSchemas("jooq_shop").get(0);
        check(shop.getTables().size() == 2, shop.getTables().toString());
        check(shop.getTable("trades").fields().length == 8, "its columns");
        check(shop.getTable("trades").getPrimaryKey().getFields().size() == 1, "its key");
    }

    /** A statement of the DSL on the client's own path, without JDBC. */
    private static void withoutJdbc(DSLContext dsl, ClickHouseAsyncClient client) throws Exception {
        Query query = dsl.select(TRADES.ID, TRADES.SYMBOL).from(TRADES).where(TRADES.SYMBOL.eq("it's")).and(TRADES.DAY.ge(LocalDate.of(2026, 1, 1)));
        List<Trade> trades = client.query(PositionalQuery.of(query.getSQL(), query.getBindValues()).build(), Trade.class).get().rows();
        check(trades.equals(List.of(new Trade(1, "it's"))), trades.toString());
    }

    private static void failures(DSLContext dsl) {
        try {
            dsl.fetch("SELECT nope FROM jooq_shop.trades");
            check(false, "an unknown column");
        } catch (DataAccessException e) {
            check(e.sqlState().equals("42S22"), e.sqlState());
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
