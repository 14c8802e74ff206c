package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.houseflow.Compression;
import dev.houseflow.InsertMode;
import dev.houseflow.LoadBalancing;
import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.coroutines.ClickHouseClientConfig;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Properties become clients. */
class ClientsTest {
    private static final EmbeddedClickHouse SERVER =
            EmbeddedClickHouse.builder().user("ana", "s3cret").start();
    private static final String[] ANA = {
        "houseflow.endpoints=" + SERVER.endpoint(), "houseflow.username=ana", "houseflow.password=s3cret"
    };

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static String[] and(String... more) {
        List<String> all = new ArrayList<>(List.of(ANA));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String ask(ClickHouseAsyncClient client, String sql) {
        return client.query(sql, String.class).join().rows().get(0);
    }

    @Test
    void bothClientsAreThere() {
        ClickHouseAsyncClient client;
        try (ConfigurableApplicationContext context =
                Started.with(and("houseflow.database=system", "houseflow.settings.max_threads=3"))) {
            client = context.getBean(ClickHouseAsyncClient.class);
            assertThat(ask(client, "SELECT currentDatabase() || ' ' || getSetting('max_threads')::String"))
                    .isEqualTo("system 3");
            assertThat(context.getBean(ClickHouseClient.class).toString())
                    .contains(SERVER.endpoint())
                    .doesNotContain("s3cret");
        }
        assertThatThrownBy(() -> client.query("SELECT 1", String.class).join()).hasMessageContaining("closed");
    }

    @Configuration(proxyBeanMethods = false)
    static class Capturing {
        static final Map<String, ClickHouseClientConfig> CONFIGS = new java.util.concurrent.ConcurrentHashMap<>();

        @Bean
        ClickHouseClientCustomizer capture() {
            return CONFIGS::put;
        }
    }

    @Test
    void everyPropertyIsPassedOn() {
        List<String> properties = List.of(
                "database=system",
                "client-name=shop",
                "quota-key=k",
                "compression=zstd",
                "insert-mode=asynchronous-wait",
                "roles=reader,writer",
                "timeout=11s",
                "connect-timeout=12s",
                "pool-timeout=13s",
                "first-byte-timeout=14s",
                "silence-timeout=15s",
                "max-connections=16",
                "idle-timeout=17s",
                "max-connection-age=18s",
                "max-connects-per-second=19",
                "keep-alive=false",
                "tcp-no-delay=false",
                "ssl.server-name=db.example.org",
                "ssl.protocols=TLSv1.3,TLSv1.2",
                "ssl.cipher-suites=TLS_AES_256_GCM_SHA384",
                "load-balancing=round-robin",
                "kill-on-cancel=false",
                "statement-in-errors=true",
                "proxy=http://proxy.test:3128",
                "no-proxy=127.0.0.1,localhost",
                "settings.max_threads=1",
                "headers.X-Tenant=t",
                "retry.max-attempts=7",
                "retry.initial-backoff=20ms",
                "retry.max-backoff=21ms");
        try (ConfigurableApplicationContext context = Started.with(
                List.of(Capturing.class),
                and(properties.stream().map(it -> "houseflow." + it).toArray(String[]::new)))) {
            assertThat(context.getBean(ClickHouseAsyncClient.class)).isNotNull();
            ClickHouseClientConfig config = Capturing.CONFIGS.get("default");
            assertThat(config.getUsername()).isEqualTo("ana");
            assertThat(config.getPassword()).isEqualTo("s3cret");
            assertThat(config.getDatabase()).isEqualTo("system");
            assertThat(config.getClientName()).isEqualTo("shop");
            assertThat(config.getQuotaKey()).isEqualTo("k");
            assertThat(config.getCompression()).isEqualTo(Compression.ZSTD);
            assertThat(config.getInsertMode()).isEqualTo(InsertMode.ASYNCHRONOUS_WAIT);
            assertThat(config.getRoles()).containsExactly("reader", "writer");
            assertThat(config.getTimeout()).isEqualTo(Duration.ofSeconds(11));
            assertThat(config.getConnectTimeout()).isEqualTo(Duration.ofSeconds(12));
            assertThat(config.getPoolTimeout()).isEqualTo(Duration.ofSeconds(13));
            assertThat(config.getFirstByteTimeout()).isEqualTo(Duration.ofSeconds(14));
            assertThat(config.getSilenceTimeout()).isEqualTo(Duration.ofSeconds(15));
            assertThat(config.getMaxConnections()).isEqualTo(16);
            assertThat(config.getIdleTimeout()).isEqualTo(Duration.ofSeconds(17));
            assertThat(config.getMaxConnectionAge()).isEqualTo(Duration.ofSeconds(18));
            assertThat(config.getMaxConnectsPerSecond()).isEqualTo(19);
            assertThat(config.getKeepAlive()).isFalse();
            assertThat(config.getTcpNoDelay()).isFalse();
            assertThat(config.getTlsServerName()).isEqualTo("db.example.org");
            assertThat(config.getTlsProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
            assertThat(config.getTlsCipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384");
            assertThat(config.getLoadBalancing()).isEqualTo(LoadBalancing.ROUND_ROBIN);
            assertThat(config.getKillOnCancel()).isFalse();
            assertThat(config.getStatementInErrors()).isTrue();
            assertThat(config.getProxy()).isEqualTo("http://proxy.test:3128");
            assertThat(config.getNoProxy()).containsExactly("127.0.0.1", "localhost");
            assertThat(config.getRetry().maxAttempts()).isEqualTo(7);
            assertThat(config.getRetry().initialBackoff()).isEqualTo(Duration.ofMillis(20));
            assertThat(config.getRetry().maxBackoff()).isEqualTo(Duration.ofMillis(21));
        }
    }

    /** As beans of an application ask for them. */
    @Configuration(proxyBeanMethods = false)
    static class Users {
        @Autowired
        ClickHouseAsyncClient main;

        @Autowired
        @Qualifier("reporting")
        ClickHouseAsyncClient reporting;

        @Autowired
        @Qualifier("archive")
        ClickHouseAsyncClient archive;

        @Autowired
        @Qualifier("reporting")
        ClickHouseClient kotlinReporting;
    }

    @Test
    void severalClientsHaveTheirNamesAsQualifiers() {
        try (EmbeddedClickHouse other =
                        EmbeddedClickHouse.builder().setting("max_threads", "9").start();
                ConfigurableApplicationContext context = Started.with(
                        List.of(Users.class),
                        and(
                                "houseflow.settings.max_threads=3",
                                "houseflow.clients.reporting.settings.max_threads=5",
                                "houseflow.clients.reporting.database=system",
                                "houseflow.clients.archive.endpoints=" + other.endpoint()))) {
            Users users = context.getBean(Users.class);
            String sql = "SELECT currentDatabase() || ' ' || getSetting('max_threads')::String";
            assertThat(ask(users.main, sql)).isEqualTo("default 3");
            assertThat(ask(users.reporting, sql)).isEqualTo("system 5");
            assertThat(ask(users.archive, sql)).isEqualTo("default 9");
            assertThat(users.kotlinReporting).isSameAs(context.getBean("reportingClickHouseClient"));
            assertThat(context.getBean("reportingClickHouseAsyncClient")).isSameAs(users.reporting);
        }
    }

    @Test
    void whoOnlyNamesOthersHasNoDefaultClient() {
        try (ConfigurableApplicationContext context =
                Started.with("houseflow.clients.archive.endpoints=" + SERVER.endpoint())) {
            assertThat(context.getBean(ClickHouseAsyncClient.class))
                    .isSameAs(context.getBean("archiveClickHouseAsyncClient"));
            assertThatThrownBy(() -> context.getBean("clickHouseAsyncClient"))
                    .isInstanceOf(NoSuchBeanDefinitionException.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {
        @Bean
        ClickHouseAsyncClient mine() {
            return ClickHouseAsyncClient.builder(SERVER.endpoint())
                    .username("ana")
                    .password("s3cret")
                    .build();
        }

        @Bean
        ClickHouseAsyncClientCustomizer neverCalled() {
            return (name, builder) -> {
                throw new AssertionError("no Java client is made");
            };
        }
    }

    @Test
    void aBeanOfTheApplicationWins() {
        try (ConfigurableApplicationContext context = Started.with(List.of(OwnClient.class))) {
            assertThat(context.getBean(ClickHouseAsyncClient.class)).isSameAs(context.getBean("mine"));
        }
    }

    @Test
    void whatCannotBeIsTold() {
        assertThatThrownBy(() -> Started.with(and("houseflow.clients.default.database=x")))
                .hasStackTraceContaining(
                        "houseflow.clients.default is the name of the client that houseflow.* describes itself");
        assertThatThrownBy(() -> Started.with("houseflow.endpoints=ftp://host")).hasStackTraceContaining("ftp");
        assertThatThrownBy(() -> Started.with(and("houseflow.ssl.bundle=none"))).hasStackTraceContaining("none");
    }
}
