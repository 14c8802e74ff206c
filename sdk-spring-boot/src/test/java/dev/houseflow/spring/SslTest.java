package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.HealthStatus;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** An SSL bundle of Spring's says whom the clients trust. */
class SslTest {
    private static final EmbeddedClickHouse SERVER = EmbeddedClickHouse.start();

    @TempDir
    static Path folder;

    private static TlsRelay relay;

    @BeforeAll
    static void start() throws Exception {
        relay = TlsRelay.to(SERVER.port(), folder);
    }

    @AfterAll
    static void stop() throws Exception {
        relay.close();
        SERVER.close();
    }

    @Test
    void aBundleIsTrusted() {
        try (ConfigurableApplicationContext context = Started.with(
                "houseflow.endpoints=" + relay.endpoint(),
                "houseflow.ssl.bundle=clickhouse",
                "houseflow.clients.other.database=system",
                "spring.ssl.bundle.jks.clickhouse.truststore.location=file:" + relay.store(),
                "spring.ssl.bundle.jks.clickhouse.truststore.password=" + TlsRelay.PASSWORD,
                "spring.ssl.bundle.jks.clickhouse.truststore.type=PKCS12")) {
            for (String name : new String[] {"clickHouseAsyncClient", "otherClickHouseAsyncClient"}) {
                HealthStatus health = context.getBean(name, ClickHouseAsyncClient.class)
                        .health()
                        .join();
                assertThat(health.ok()).as(health.details()).isTrue();
            }
        }
    }

    @Test
    void withoutItTheServerIsNotTrusted() {
        try (ConfigurableApplicationContext context =
                Started.with("houseflow.endpoints=" + relay.endpoint(), "houseflow.retry.max-attempts=1")) {
            HealthStatus health =
                    context.getBean(ClickHouseAsyncClient.class).health().join();
            assertThat(health.ok()).isFalse();
            assertThat(health.details()).containsIgnoringCase("certificate");
        }
    }
}
