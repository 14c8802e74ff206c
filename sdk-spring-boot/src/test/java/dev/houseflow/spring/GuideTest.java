package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;

/** The snippets of docs/spring.md. */
class GuideTest {
    public record Trade(long id, String symbol, double price) {}

    // snippet: spring-service
    @Service
    static class Trades {
        private final ClickHouseAsyncClient clickHouse;
        private final ClickHouseAsyncClient reporting;

        Trades(ClickHouseAsyncClient clickHouse, @Qualifier("reporting") ClickHouseAsyncClient reporting) {
            this.clickHouse = clickHouse;
            this.reporting = reporting;
        }

        CompletableFuture<List<Trade>> latest() {
            return clickHouse
                    .query("SELECT * FROM trades ORDER BY id DESC LIMIT 10", Trade.class)
                    .thenApply(result -> result.rows());
        }

        CompletableFuture<Double> total() {
            return reporting
                    .query("SELECT sum(price) FROM trades", Double.class)
                    .thenApply(result -> result.rows().get(0));
        }
    }
    // end

    // snippet: spring-beans
    @Configuration
    static class Trading {
        /** Spring closes it before the client and the server: what it holds is sent first. */
        @Bean
        Inserter<Trade> tradeInserter(ClickHouseAsyncClient clickHouse) {
            return clickHouse.inserter("trades", Trade.class).maxRows(50_000).build();
        }

        /** What no property says. */
        @Bean
        ClickHouseAsyncClientCustomizer largeHeads() {
            return (name, builder) -> builder.maxHeadBytes(4 << 20);
        }
    }
    // end

    @Test
    void theBeansDoWhatTheySay() {
        try (ConfigurableApplicationContext context = Started.with(
                List.of(Trading.class, Trades.class),
                "houseflow.embedded.enabled=true",
                "houseflow.clients.reporting.settings.max_threads=2")) {
            context.getBean(ClickHouseAsyncClient.class)
                    .execute(
                            "CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
                    .join();
            @SuppressWarnings("unchecked")
            Inserter<Trade> inserter = (Inserter<Trade>) context.getBean("tradeInserter");
            Trade trade = new Trade(1, "ETH", 1.5);
            inserter.add(trade).join();
            inserter.flush().join();
            Trades trades = context.getBean(Trades.class);
            assertThat(trades.latest().join()).containsExactly(trade);
            assertThat(trades.total().join()).isEqualTo(1.5);
        }
    }
}
