package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.houseflow.QueryRequest;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import dev.houseflow.spring.internal.HouseflowAutoConfiguration;
import dev.houseflow.spring.internal.embedded.EmbeddedAutoConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The embedded server of an application, and its end. */
class EmbeddedTest {
    private static final int ROWS = 1_000;

    public record Row(long n) {}

    @Test
    void startsWithTheUserAndTheDatabaseOfTheProperties() {
        EmbeddedClickHouse server;
        try (ConfigurableApplicationContext context = Started.with(
                "houseflow.embedded.enabled=true",
                "houseflow.endpoints=http://not.used.test:1",
                "houseflow.username=ana",
                "houseflow.password=s3cret",
                "houseflow.database=shop",
                "houseflow.embedded.settings.max_threads=2")) {
            server = context.getBean(EmbeddedClickHouse.class);
            ClickHouseAsyncClient client = context.getBean(ClickHouseAsyncClient.class);
            assertThat(client.query(
                                    "SELECT currentDatabase() || ' ' || getSetting('max_threads')::String",
                                    String.class)
                            .join()
                            .rows())
                    .containsExactly("shop 2");
            try (ClickHouseAsyncClient wrong = ClickHouseAsyncClient.builder(server.endpoint())
                    .username("ana")
                    .password("wrong")
                    .build()) {
                assertThat(wrong.health().join().ok()).isFalse();
            }
        }
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void logsTheRequestsToItIfAskedFor() throws InterruptedException {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.houseflow.embedded");
        try (ConfigurableApplicationContext context =
                Started.with("houseflow.embedded.enabled=true", "houseflow.embedded.log-requests=true")) {
            logger.addHandler(handler);
            QueryRequest request =
                    QueryRequest.builder("SELECT 1").queryId("seen").build();
            context.getBean(ClickHouseAsyncClient.class)
                    .query(request, Long.class)
                    .join();
            for (int i = 0; i < 600 && lines.stream().noneMatch(it -> it.contains("query id seen")); i++) {
                Thread.sleep(50);
            }
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines).anyMatch(it -> it.matches("POST /, status 200, \\d+ ms, query id seen"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Collecting {
        /** Sends nothing by itself for an hour: what is written, is written by its close. */
        @Bean
        Inserter<Row> numbers(ClickHouseAsyncClient client) {
            client.execute("CREATE TABLE IF NOT EXISTS numbers (n Int64) ENGINE MergeTree ORDER BY n")
                    .join();
            return client.inserter("numbers", Row.class)
                    .maxDelay(Duration.ofHours(1))
                    .build();
        }
    }

    @Test
    void insertersFlushBeforeTheServerEnds(@TempDir Path data) {
        String path = "houseflow.embedded.data-path=" + data;
        try (ConfigurableApplicationContext context =
                Started.with(List.of(Collecting.class), "houseflow.embedded.enabled=true", path)) {
            @SuppressWarnings("unchecked")
            Inserter<Row> inserter = (Inserter<Row>) context.getBean("numbers");
            for (long i = 0; i < ROWS; i++) inserter.add(new Row(i)).join();
            assertThat(count(context)).isZero();
        }
        try (ConfigurableApplicationContext again = Started.with("houseflow.embedded.enabled=true", path)) {
            assertThat(count(again)).isEqualTo(ROWS);
        }
    }

    private static long count(ConfigurableApplicationContext context) {
        return context.getBean(ClickHouseAsyncClient.class)
                .query("SELECT count()::Int64 FROM numbers", Long.class)
                .join()
                .rows()
                .get(0);
    }

    // snippet: spring-embedded
    @Configuration(proxyBeanMethods = false)
    static class ServerBean {
        @Bean
        @ServiceConnection
        EmbeddedClickHouse clickHouse() {
            return EmbeddedClickHouse.builder().setting("max_threads", "7").start();
        }
    }
    // end

    @Test
    void aServerThatIsABeanIsUsed() {
        try (ConfigurableApplicationContext context = Started.with(List.of(ServerBean.class))) {
            assertThat(context.getBean(ClickHouseAsyncClient.class)
                            .query("SELECT getSetting('max_threads')::String", String.class)
                            .join()
                            .rows())
                    .containsExactly("7");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Details {
        @Bean
        HouseflowConnectionDetails details() {
            return () -> List.of("http://details.test:8123");
        }
    }

    @Test
    void detailsThatAreABeanWinOverProperties() {
        try (ConfigurableApplicationContext context =
                Started.with(List.of(Details.class), "houseflow.endpoints=http://properties.test:8123")) {
            assertThat(context.getBean(ClickHouseAsyncClient.class).toString())
                    .contains("details.test")
                    .doesNotContain("properties.test");
        }
    }

    @Test
    void withoutTheEngineItIsToldWhatToAdd() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(HouseflowAutoConfiguration.class, EmbeddedAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(EmbeddedClickHouse.class));
        runner.withPropertyValues("houseflow.embedded.enabled=true").run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining("Add dev.houseflow:houseflow-sdk-embedded, or set the property to false."));
        runner.run(context -> assertThat(context).hasNotFailed().hasSingleBean(ClickHouseAsyncClient.class));
    }

    @Test
    void aServerThatDoesNotStartFailsTheApplication() {
        try (EmbeddedClickHouse taken = EmbeddedClickHouse.start()) {
            assertThatThrownBy(() ->
                            Started.with("houseflow.embedded.enabled=true", "houseflow.embedded.port=" + taken.port()))
                    .hasStackTraceContaining(String.valueOf(taken.port()));
        }
    }
}
