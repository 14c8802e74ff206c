package com.example;

import dev.houseflow.jdbc.HouseflowDataSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Repositories of Spring Data. */
public final class Main {
    @Configuration
    @EnableJdbcRepositories
    static class Config extends AbstractJdbcConfiguration {
        static String url;

        @Bean
        DataSource dataSource() {
            return new HouseflowDataSource(url);
        }

        @Bean
        NamedParameterJdbcOperations operations(DataSource source) {
            return new NamedParameterJdbcTemplate(source);
        }

        @Bean
        DataSourceTransactionManager transactionManager(DataSource source) {
            return new DataSourceTransactionManager(source);
        }

        @Override
        public JdbcDialect jdbcDialect(NamedParameterJdbcOperations operations) {
            return new ClickHouseDialect();
        }
    }

    private Main() {}

    public static void main(String[] args) {
        Config.url = args[0];
        try (var context = new AnnotationConfigApplicationContext(Config.class)) {
            context.getBean(NamedParameterJdbcOperations.class)
                    .getJdbcOperations()
                    .execute("CREATE OR REPLACE TABLE spring_data_trades (id Int64, symbol String, price Float64, day Date, "
                            + "volume Nullable(Int32)) ENGINE MergeTree ORDER BY id "
                            + "SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1");
            JdbcAggregateTemplate template = context.getBean(JdbcAggregateTemplate.class);
            Trades trades = context.getBean(Trades.class);
            writes(template, trades);
            reads(trades);
            changes(trades);
            context.getBean(NamedParameterJdbcOperations.class).getJdbcOperations().execute("DROP TABLE spring_data_trades");
            System.out.println("FIGURE 101 rows by templates and repositories");
        }
    }

    private static Trade trade(long id) {
        return new Trade(id, id % 2 == 0 ? "ETH" : "BTC", id / 2.0, LocalDate.of(2026, 1, 2), id == 1 ? null : (int) id);
    }

    private static void writes(JdbcAggregateTemplate template, Trades trades) {
        template.insert(trade(1));
        List<Trade> many = new ArrayList<>();
        for (long id = 2; id <= 101; id++) many.add(trade(id));
        template.insertAll(many);
        check(trades.count() == 101, "all are there: " + trades.count());
    }

    private static void reads(Trades trades) {
        check(trades.findById(1L).orElseThrow().equals(trade(1)), "by its id");
        check(trades.findById(0L).isEmpty() && trades.existsById(101L), "is it there");
        check(trades.findAllById(List.of(3L, 5L)).size() == 2, "by several ids");
        check(trades.findBySymbolOrderByIdDesc("ETH").get(0).id() == 100, "a derived query");
        check(trades.countByPriceGreaterThan(50) == 1 && trades.existsBySymbol("BTC") && !trades.existsBySymbol("X"), "derived counts");
        Page<Trade> page = trades.findBySymbol("BTC", PageRequest.of(2, 10, Sort.by("id")));
        check(page.getTotalElements() == 51 && page.getContent().get(0).id() == 41, page.toString());
        check(trades.findAll(Sort.by("price").descending()).get(0).id() == 101, "sorted");
        check(trades.volumes().equals(List.of(new Trades.Volume("BTC", 51), new Trades.Volume("ETH", 50))), trades.volumes().toString());
        try (Stream<Trade> stream = trades.streamOf(List.of(7L, 8L, 9L))) {
            check(stream.mapToLong(Trade::id).sum() == 24, "a stream");
        }
    }

    private static void changes(Trades trades) {
        check(trades.reprice(5, 99) == 1 && trades.findById(5L).orElseThrow().price() == 99, "an update of its own");
        trades.save(new Trade(6, "ETH", 77, LocalDate.of(2026, 1, 2), 6));
        check(trades.findById(6L).orElseThrow().price() == 77, "a row that is there is updated");
        trades.deleteById(7L);
        trades.delete(trade(8));
        trades.deleteAllById(List.of(9L, 10L));
        check(trades.count() == 97, "deleted: " + trades.count());
        try {
            trades.deleteAll();
            check(false, "ClickHouse has no DELETE without WHERE");
        } catch (BadSqlGrammarException e) {
            trades.clear();
        }
        check(trades.count() == 0, "all are gone");
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
