package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.jdbc.internal.url.Clients;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Jdbc.class)
class DriverTest {
    private static String refusal(String url, String... properties) {
        Properties more = new Properties();
        for (int i = 0; i < properties.length; i += 2) more.setProperty(properties[i], properties[i + 1]);
        return assertThrows(
                        SQLException.class,
                        () -> new HouseflowDriver().connect(url, more).close())
                .getMessage();
    }

    @Test
    void theDriverIsFoundByItself() throws SQLException {
        assertInstanceOf(HouseflowDriver.class, DriverManager.getDriver("jdbc:houseflow:clickhouse://localhost"));
        assertFalse(new HouseflowDriver().acceptsURL("jdbc:clickhouse://localhost"));
    }

    @Test
    void urlsOfOthersAreNotTakenAndThoseOfTheOfficialDriverOnRequest() throws SQLException {
        HouseflowDriver own = new HouseflowDriver();
        assertNull(own.connect("jdbc:clickhouse://localhost", null));
        assertNull(own.connect("jdbc:postgresql://localhost/x", null));
        assertThrows(SQLException.class, () -> own.acceptsURL(null));
        ClickHouseUrlDriver both = new ClickHouseUrlDriver();
        assertTrue(both.acceptsURL("jdbc:clickhouse://localhost"));
        assertTrue(both.acceptsURL("jdbc:ch:https://localhost/db"));
        assertFalse(both.acceptsURL("jdbc:postgresql://localhost/x"));
        try (Connection connection = DriverManager.getConnection("jdbc:ch://tester:secret@" + Jdbc.address())) {
            assertEquals(
                    1, (int) Jdbc.first(connection, "SELECT 1", rows -> rows.getInt(1)), "once its class is loaded");
        }
        try (Connection connection = both.connect("jdbc:ch://tester:secret@" + Jdbc.address(), null)) {
            assertEquals(1, (int) Jdbc.first(connection, "SELECT 1", rows -> rows.getInt(1)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:houseflow:postgresql://h                      | clickhouse:",
                "jdbc:houseflow:clickhouse:h                        | //",
                "jdbc:houseflow:clickhouse://                       | no host",
                "jdbc:houseflow:clickhouse://a,,b                   | empty",
                "jdbc:houseflow:clickhouse://h:99999                | port",
                "jdbc:houseflow:clickhouse://h:x/                   | port",
                "jdbc:houseflow:clickhouse://::1                    | brackets",
                "jdbc:houseflow:clickhouse://h/?a                   | no =",
                "jdbc:houseflow:clickhouse://h/?compression=lz4&compression=none | twice",
                "jdbc:houseflow:clickhouse://h/?compression=gzip    | none, lz4, zstd",
                "jdbc:houseflow:clickhouse://h/?compresion=lz4      | did you mean compression",
                "jdbc:houseflow:clickhouse://h/?socket_timeout=1    | socketTimeout",
                "jdbc:houseflow:clickhouse://h/?session_id=1        | session=true",
                "jdbc:houseflow:clickhouse://h/?max_threads=1       | setting.NAME=value",
                "jdbc:houseflow:clickhouse://h/?connectTimeout=soon | milliseconds",
                "jdbc:houseflow:clickhouse://h/?connectTimeout=-1   | milliseconds",
                "jdbc:houseflow:clickhouse://h/?maxConnections=0    | maxConnections",
                "jdbc:houseflow:clickhouse://h/?sslContext=x        | object",
                "jdbc:houseflow:clickhouse://h/?tlsProtocols=TLSv1.3,TLSv9 | TLSv9",
                "jdbc:houseflow:clickhouse://h/?tlsCipherSuites=NONE | NONE",
                "jdbc:houseflow:clickhouse://h/?tlsServerName=a_b   | tlsServerName",
                "jdbc:houseflow:clickhouse://h/?ssl_socket_sni=a    | tlsServerName",
                "jdbc:houseflow:clickhouse://h/?proxy=socks4://p:1  | socks5://host:port",
                "jdbc:houseflow:clickhouse://h/?maxConnectsPerSecond=0 | at least 1",
                "jdbc:houseflow:clickhouse://h/?keepAlive=maybe     | true, false",
                "jdbc:houseflow:clickhouse://h/?clientName=(x)      | clientName",
                "jdbc:houseflow:clickhouse://h/?header.User-Agent=x | User-Agent",
                "jdbc:houseflow:clickhouse:http://h/?ssl=true       | contrary",
                "jdbc:houseflow:clickhouse://h/a?database=b         | leave one of them out",
                "jdbc:houseflow:clickhouse://h/%zz                  | hexadecimal",
                "jdbc:houseflow:clickhouse://h/#x                   | %23",
            })
    void aBrokenUrlSaysWhatToWrite(String url, String hint) {
        String message = refusal(url);
        assertTrue(message.contains(hint), message);
    }

    @Test
    void secretsAreNeverShown() throws SQLException {
        String secret = "hunter2";
        String url = "jdbc:houseflow:clickhouse://me:" + secret + "@localhost:1/db?unknown=1";
        assertFalse(refusal(url).contains(secret));
        HouseflowDataSource source =
                new HouseflowDataSource("jdbc:houseflow:clickhouse://me:" + secret + "@localhost:1/db");
        source.setPassword(secret);
        assertFalse(source.toString().contains(secret), source.toString());
        try (Connection connection = source.getConnection()) {
            assertFalse(connection.toString().contains(secret), connection.toString());
            assertFalse(connection.getMetaData().toString().contains(secret));
            assertEquals(
                    "jdbc:houseflow:clickhouse://localhost:1/db",
                    connection.getMetaData().getURL());
            String statement = connection.createStatement().toString();
            assertFalse(statement.contains(secret), statement);
            String failure = assertThrows(SQLException.class, () -> Jdbc.run(connection, "SELECT 1"))
                    .toString();
            assertFalse(failure.contains(secret), failure);
        }
        Properties properties = new Properties();
        properties.setProperty("password", secret);
        for (DriverPropertyInfo info :
                new HouseflowDriver().getPropertyInfo("jdbc:houseflow:clickhouse://h", properties)) {
            assertFalse(secret.equals(info.value), info.name);
        }
    }

    @Test
    void propertiesAreListedWithDefaultsAndChoices() throws SQLException {
        DriverPropertyInfo[] infos =
                new HouseflowDriver().getPropertyInfo("jdbc:houseflow:clickhouse://h/?compression=none", null);
        DriverPropertyInfo compression = Arrays.stream(infos)
                .filter(it -> it.name.equals("compression"))
                .findFirst()
                .orElseThrow();
        assertEquals("none", compression.value);
        assertEquals(Arrays.asList("none", "lz4", "zstd"), Arrays.asList(compression.choices));
        assertTrue(Arrays.stream(infos).allMatch(it -> it.description != null && !it.required));
        assertEquals(infos.length, new HouseflowDriver().getPropertyInfo(null, null).length);
    }

    @Test
    void everyOptionOfTheClientHasItsProperty() throws SQLException {
        Map<String, String> others = new TreeMap<>();
        others.put("username", "user");
        others.put("passwordSupplier", "password");
        others.put("timeout", "queryTimeout");
        others.put("firstByteTimeout", "socketTimeout");
        others.put("silenceTimeout", "socketTimeout");
        others.put("retry", "retry.maxAttempts");
        Set<String> names = new TreeSet<>();
        for (DriverPropertyInfo info : new HouseflowDriver().getPropertyInfo(null, null)) names.add(info.name);
        Set<String> missing = new TreeSet<>();
        for (Method method : ClickHouseAsyncClient.Builder.class.getMethods()) {
            if (method.getReturnType() != ClickHouseAsyncClient.Builder.class) continue;
            String name = others.getOrDefault(method.getName(), method.getName());
            if (!names.contains(name)) missing.add(name);
        }
        // Those of the driver share their clients, and these have any number of names.
        assertEquals(new TreeSet<>(Arrays.asList("connections", "header", "setting")), missing);
    }

    @Test
    void aPasswordMayChange() throws SQLException {
        AtomicInteger asked = new AtomicInteger();
        Properties properties = new Properties();
        properties.put("user", "tester");
        properties.put("password", (Supplier<String>) () -> asked.incrementAndGet() == 1 ? "wrong" : "secret");
        properties.put("header.X-Tenant", "acme");
        try (Connection connection =
                DriverManager.getConnection("jdbc:houseflow:clickhouse://" + Jdbc.address(), properties)) {
            assertEquals(1, (int) Jdbc.first(connection, "SELECT 1", rows -> rows.getInt(1)));
            assertEquals(2, asked.get());
        }
    }

    @Test
    void thePageNamesEachProperty() throws Exception {
        String page = new String(Files.readAllBytes(Paths.get("../docs/jdbc.md")), StandardCharsets.UTF_8);
        for (DriverPropertyInfo info : new HouseflowDriver().getPropertyInfo(null, null)) {
            assertTrue(page.contains("`" + info.name + "`"), info.name);
        }
    }

    @Test
    void propertiesWinOverTheUrl() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "tester");
        properties.setProperty("password", "secret");
        try (Connection connection =
                DriverManager.getConnection("jdbc:houseflow:clickhouse://nobody:wrong@" + Jdbc.address(), properties)) {
            assertEquals(1, (int) Jdbc.first(connection, "SELECT 1", rows -> rows.getInt(1)));
        }
    }

    @Test
    void aSettingOfTheUrlIsSent() throws SQLException {
        try (Connection connection =
                Jdbc.connect("setting.max_threads=3&clickhouse_setting_max_block_size=77&applicationName=hf")) {
            String found = Jdbc.first(
                    connection,
                    "SELECT concat(getSetting('max_threads')::String, ' ', getSetting('max_block_size')::String, ' ', getSetting('log_comment'))",
                    rows -> rows.getString(1));
            assertEquals("3 77 hf", found);
        }
        try (Connection connection = Jdbc.connect("setting.no_such_setting=1")) {
            SQLException e = assertThrows(SQLException.class, () -> Jdbc.run(connection, "SELECT 1"));
            assertEquals(115, e.getErrorCode());
        }
    }

    @Test
    void severalServersAreOneUrl() throws SQLException {
        String url = "jdbc:houseflow:clickhouse://tester:secret@127.0.0.1:1," + Jdbc.address() + "/default";
        try (Connection connection = DriverManager.getConnection(url)) {
            assertEquals(1, (int) Jdbc.first(connection, "SELECT 1", rows -> rows.getInt(1)));
        }
    }

    @Test
    void connectionsOfEqualOptionsShareAClient() throws SQLException {
        try (Connection one = Jdbc.connect("setting.max_threads=1");
                Connection two = Jdbc.connect("setting.max_threads=2");
                Connection other = Jdbc.connect("compression=none")) {
            ClickHouseAsyncClient client = one.unwrap(ClickHouseAsyncClient.class);
            assertTrue(client == two.unwrap(HouseflowConnection.class).client());
            assertFalse(client == other.unwrap(ClickHouseAsyncClient.class));
        }
    }

    @Test
    void manyOpensAndClosesLeaveNothing() throws Exception {
        int before = Clients.open();
        for (int i = 0; i < 10_000; i++) {
            try (Connection connection = Jdbc.connect("maxConnections=7")) {
                if (i % 1000 == 0) Jdbc.run(connection, "SELECT 1");
                connection.createStatement();
                connection.prepareStatement("SELECT ?");
            }
        }
        assertTrue(Clients.open() <= before + 1, "one client for all");
        long end = System.nanoTime() + 30_000_000_000L;
        while (Clients.open() > before && System.nanoTime() < end) Thread.sleep(100);
        assertTrue(Clients.open() <= before, "the client is closed when nobody uses it");
    }

    @Test
    void aDataSourceGoesThroughJndi() throws Exception {
        HouseflowDataSource source = new HouseflowDataSource(Jdbc.url("compression=none"));
        source.setUser("tester");
        source.setPassword("secret");
        source.setLoginTimeout(3);
        Object copy = new HouseflowDataSourceFactory().getObjectInstance(source.getReference(), null, null, null);
        HouseflowDataSource again = assertInstanceOf(HouseflowDataSource.class, copy);
        assertEquals(3, again.getLoginTimeout());
        try (Connection connection = again.getConnection()) {
            assertEquals(1, (int) Jdbc.first(connection, "SELECT 1", rows -> rows.getInt(1)));
        }
        try (Connection connection = again.getConnection("nobody", "wrong")) {
            SQLException e = assertThrows(SQLException.class, () -> Jdbc.run(connection, "SELECT 1"));
            assertEquals("28000", e.getSQLState());
            assertFalse(connection.isValid(1), "a refused login is no valid connection");
        }
    }

    @Test
    void aDeadServerIsNotValid() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:houseflow:clickhouse://127.0.0.1:1/default")) {
            assertFalse(connection.isValid(1));
            SQLException e = assertThrows(SQLException.class, () -> Jdbc.run(connection, "SELECT 1"));
            assertEquals("08001", e.getSQLState());
        }
    }
}
