package com.example;

import dev.houseflow.jdbc.HouseflowDataSource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's ways to ask a database. */
public final class Main {
    public record Trade(long id, String symbol, double price, LocalDate day, Integer volume) {}

    private Main() {}

    public static void main(String[] args) {
        HouseflowDataSource source = new HouseflowDataSource(args[0]);
        JdbcClient client = JdbcClient.create(source);
        client.sql("CREATE OR REPLACE TABLE spring_trades (id Int64, symbol String, price Float64, day Date, volume Nullable(Int32), "
                        + "at DateTime64(3) DEFAULT now64(3)) ENGINE MergeTree ORDER BY id")
                .update();
        int rows = client.sql("INSERT INTO spring_trades (id, symbol, price, day, volume) VALUES (:id, :symbol, :price, :day, :volume)")
                .paramSource(new Trade(1, "ETH", 1.5, LocalDate.of(2026, 1, 2), null))
                .update();
        check(rows == 1, "one row inserted");
        batches(source);
        Trade first = client.sql("SELECT id, symbol, price, day, volume FROM spring_trades WHERE id = ?").param(1).query(Trade.class).single();
        check(first.equals(new Trade(1, "ETH", 1.5, LocalDate.of(2026, 1, 2), null)), first.toString());
        List<Long> ids = client.sql("SELECT id FROM spring_trades WHERE symbol IN (:symbols) ORDER BY id LIMIT :most")
                .param("symbols", List.of("ETH", "BTC"))
                .param("most", 3)
                .query(Long.class)
                .list();
        check(ids.equals(List.of(1L, 2L, 3L)), ids.toString());
        Map<String, Object> map = client.sql("SELECT count() AS n, max(at) AS last FROM spring_trades").query().singleRow();
        check(map.get("n").toString().equals("1102"), map.toString());
        check(client.sql("SELECT sum(number) FROM numbers(100000)").query(Long.class).single() == 4999950000L, "a sum");
        failures(client);
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        transaction.executeWithoutResult(status -> client.sql("DELETE FROM spring_trades WHERE id = 1").update());
        check(client.sql("SELECT count() FROM spring_trades WHERE id = 1").query(Long.class).single() == 0, "deleted");
        client.sql("DROP TABLE spring_trades").update();
        System.out.println("FIGURE 1,102 rows inserted in four ways");
    }

    private static void batches(HouseflowDataSource source) {
        JdbcTemplate template = new JdbcTemplate(source);
        List<Object[]> batch = new ArrayList<>();
        for (int i = 2; i < 102; i++) batch.add(new Object[] {(long) i, "BTC", i * 1.0, LocalDate.of(2026, 1, 1), i});
        int[] counts = template.batchUpdate("INSERT INTO spring_trades (id, symbol, price, day, volume) VALUES (?, ?, ?, ?, ?)", batch);
        check(counts.length == 100, "a batch");
        SimpleJdbcInsert insert = new SimpleJdbcInsert(source).withCatalogName("default").withTableName("spring_trades");
        MapSqlParameterSource[] many = new MapSqlParameterSource[1001];
        for (int i = 0; i < many.length; i++) {
            many[i] = new MapSqlParameterSource(Map.of("id", 1000L + i, "symbol", "X", "price", 1.0, "day", LocalDate.EPOCH, "at", Instant.EPOCH));
            many[i].addValue("volume", null);
        }
        check(insert.executeBatch(many).length == many.length, "SimpleJdbcInsert finds the columns");
        Long found = new NamedParameterJdbcTemplate(source)
                .queryForObject("SELECT count() FROM spring_trades WHERE at = :at", Map.of("at", java.sql.Timestamp.from(Instant.EPOCH)), Long.class);
        check(found == 1001, "found " + found);
    }

    private static void failures(JdbcClient client) {
        expect(BadSqlGrammarException.class, () -> client.sql("SELECT nope FROM spring_trades").query().listOfRows());
        expect(BadSqlGrammarException.class, () -> client.sql("SELECT 1 FROM no_such_table").query().listOfRows());
        expect(DataIntegrityViolationException.class, () -> client.sql("SELECT toInt32('x')").query().listOfRows());
        expect(
                QueryTimeoutException.class,
                () -> client.sql("SELECT sum(sleepEachRow(0.1)) FROM numbers(100) SETTINGS max_execution_time = 1, max_block_size = 1")
                        .query()
                        .listOfRows());
    }

    private static void expect(Class<? extends Exception> type, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            check(type.isInstance(e), "expected " + type.getSimpleName() + ", but " + e);
            return;
        }
        throw new AssertionError("no " + type.getSimpleName());
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
