package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.HealthStatus;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private HealthStatus health(String bean, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "houseflow.endpoints=" + relay.endpoint(),
                "houseflow.retry.max-attempts=1",
                "houseflow.ssl.bundle=clickhouse",
                "spring.ssl.bundle.jks.clickhouse.truststore.location=file:" + relay.store(),
                "spring.ssl.bundle.jks.clickhouse.truststore.password=" + TlsRelay.PASSWORD,
                "spring.ssl.bundle.jks.clickhouse.truststore.type=PKCS12"));
        all.addAll(List.of(more));
        try (ConfigurableApplicationContext context = Started.with(all.toArray(String[]::new))) {
            return context.getBean(bean, ClickHouseAsyncClient.class).health().join();
        }
    }

    @Test
    void theServerIsCheckedByTheNameThatIsGiven() {
        String main = "clickHouseAsyncClient";
        String other = "otherClickHouseAsyncClient";
        HealthStatus good = health(main, "houseflow.ssl.server-name=localhost");
        assertThat(good.ok()).as(good.details()).isTrue();
        String wrong = "houseflow.ssl.server-name=db.example.org";
        assertThat(health(main, wrong).details()).contains("for another host");
        // The same server is checked in the same way, unless the client says otherwise.
        assertThat(health(other, wrong, "houseflow.clients.other.database=system")
                        .details())
                .contains("for another host");
        HealthStatus own = health(other, wrong, "houseflow.clients.other.ssl.server-name=localhost");
        assertThat(own.ok()).as(own.details()).isTrue();
    }

    @Test
    void protocolsAndCiphersOfTheBundleCountUnlessAPropertySaysOthers() {
        String main = "clickHouseAsyncClient";
        // Ciphers of one version and that version alone, and those that do not go together.
        String ofTls12 = "spring.ssl.bundle.jks.clickhouse.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        HealthStatus good = health(main, ofTls12, "spring.ssl.bundle.jks.clickhouse.options.enabled-protocols=TLSv1.2");
        assertThat(good.ok()).as(good.details()).isTrue();
        assertThat(health(main, ofTls12, "spring.ssl.bundle.jks.clickhouse.options.enabled-protocols=TLSv1.3")
                        .ok())
                .isFalse();
        assertThat(health(main, ofTls12, "houseflow.ssl.protocols=TLSv1.3").ok())
                .isFalse();
        HealthStatus both = health(
                main, ofTls12, "houseflow.ssl.protocols=TLSv1.3", "houseflow.ssl.cipher-suites=TLS_AES_256_GCM_SHA384");
        assertThat(both.ok()).as(both.details()).isTrue();
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
