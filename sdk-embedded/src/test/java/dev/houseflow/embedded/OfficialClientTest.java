package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ClickHouse's own Java client, as its users use it: to it, the embedded server must be a ClickHouse like any other. */
class OfficialClientTest {
    @RegisterExtension
    static final EmbeddedServerExtension SERVER = new EmbeddedServerExtension(options -> options.user("ana", "s3cret"));

    /** How the client and the server pack what they say to each other. */
    enum Packing {
        PLAIN,
        /** ClickHouse's own frames: {@code compress=1} and {@code decompress=1}. */
        LZ4_FRAMES,
        /** {@code Content-Encoding: lz4} both ways. */
        LZ4_OF_HTTP
    }

    private static Client client(Packing packing) {
        return new Client.Builder()
                .addEndpoint(SERVER.endpoint())
                .setUsername("ana")
                .setPassword("s3cret")
                .compressServerResponse(packing != Packing.PLAIN)
                .compressClientRequest(packing != Packing.PLAIN)
                .useHttpCompression(packing == Packing.LZ4_OF_HTTP)
                .build();
    }

    @SuppressWarnings("try") // the close() of its answers may be interrupted, as it declares
    @ParameterizedTest
    @EnumSource
    void createsInsertsAndReadsBack(Packing packing) throws Exception {
        String table = "rows_" + packing.name().toLowerCase(java.util.Locale.ROOT);
        try (Client client = client(packing)) {
            assertTrue(client.ping());
            client.execute("CREATE TABLE " + table
                            + " (id UInt64, name String, price Nullable(Float64)) ENGINE MergeTree ORDER BY id")
                    .get()
                    .close();
            String rows = LongStream.range(0, 20_000)
                    .mapToObj(id -> id + ",name " + id + "," + (id % 3 == 0 ? "\\N" : id + ".5"))
                    .collect(Collectors.joining("\n", "", "\n"));
            try (InsertResponse inserted = client.insert(
                            table, stream(rows), ClickHouseFormat.CSV, new InsertSettings())
                    .get()) {
                assertEquals(20_000, inserted.getWrittenRows());
            }

            QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
            long sum = 0;
            long nulls = 0;
            long count = 0;
            try (QueryResponse response = client.query("SELECT * FROM " + table + " ORDER BY id", settings)
                    .get()) {
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response);
                while (reader.next() != null) {
                    long id = reader.getLong("id");
                    assertEquals("name " + id, reader.getString("name"));
                    if (reader.hasValue("price")) assertEquals(id + 0.5, reader.getDouble("price"));
                    else nulls++;
                    sum += id;
                    count++;
                }
            }
            assertEquals(20_000, count);
            assertEquals(20_000L * 19_999 / 2, sum);
            assertEquals(6_667, nulls);
        }
    }

    @Test
    void knowsTheServer() {
        try (Client client = client(Packing.PLAIN)) {
            client.loadServerInfo();
            assertTrue(client.getServerVersion().startsWith("26.7."), client.getServerVersion());
            assertEquals("default", client.getDefaultDatabase());
        }
    }

    @Test
    void bindsParameters() {
        try (Client client = client(Packing.PLAIN)) {
            List<GenericRecord> rows = client.queryAll(
                    "SELECT {n:Int32} + 1 AS n, {s:String} AS s, {when:DateTime} AS d",
                    Map.of("n", 41, "s", "tab\t, quote ' and \\ backslash", "when", "2026-01-02 03:04:05"));
            assertEquals(42, rows.get(0).getLong("n"));
            assertEquals("tab\t, quote ' and \\ backslash", rows.get(0).getString("s"));
        }
    }

    @Test
    void setsSettings() {
        try (Client client = client(Packing.PLAIN)) {
            QuerySettings settings = new QuerySettings().serverSetting("max_block_size", "321");
            assertEquals(
                    321,
                    client.queryAll("SELECT toUInt64(getSetting('max_block_size')) AS n", settings)
                            .get(0)
                            .getLong("n"));
        }
    }

    @Test
    void keepsASession() throws Exception {
        try (Client client = client(Packing.PLAIN)) {
            client.updateSessionId("official-client");
            client.execute("CREATE TEMPORARY TABLE mine (x UInt8)").get().close();
            client.execute("INSERT INTO mine VALUES (1), (2)").get().close();
            assertEquals(
                    3, client.queryAll("SELECT sum(x) AS n FROM mine").get(0).getLong("n"));
        }
    }

    @Test
    void getsTheCodesOfErrors() {
        try (Client client = client(Packing.LZ4_FRAMES)) {
            assertEquals(60, errorOf(client, "SELECT * FROM no_such_table").getCode());
            assertEquals(62, errorOf(client, "SELEKT 1").getCode());
            assertEquals(46, errorOf(client, "SELECT no_such_function(1)").getCode());
            ServerException thrown = errorOf(client, "SELECT throwIf(1, 'as it was told')");
            assertEquals(395, thrown.getCode());
            assertTrue(thrown.getMessage().contains("as it was told"), thrown.getMessage());
        }
    }

    @Test
    void isToldOfAWrongPassword() {
        try (Client client = new Client.Builder()
                .addEndpoint(SERVER.endpoint())
                .setUsername("ana")
                .setPassword("wrong")
                .build()) {
            assertEquals(516, errorOf(client, "SELECT 1").getCode());
        }
    }

    @Test
    void isToldOfRowsThatAreNone() throws Exception {
        try (Client client = client(Packing.LZ4_FRAMES)) {
            client.execute("CREATE TABLE numbers_only (x UInt8) ENGINE Memory")
                    .get()
                    .close();
            ServerException error = errorOf(
                    () -> client.insert("numbers_only", stream("1\ntwo\n"), ClickHouseFormat.CSV, new InsertSettings())
                            .get()
                            .close());
            assertEquals(117, error.getCode());
            assertTrue(error.getMessage().contains("at row 2"), error.getMessage());
        }
    }

    private static ServerException errorOf(Client client, String sql) {
        return errorOf(() -> client.query(sql).get().close());
    }

    private static ServerException errorOf(Executable call) {
        Throwable error = assertThrows(Exception.class, call);
        while (!(error instanceof ServerException) && error.getCause() != null) error = error.getCause();
        return assertInstanceOf(ServerException.class, error);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
