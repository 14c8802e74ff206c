package dev.houseflow.test;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseSql;
import dev.houseflow.ConfigurationException;
import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.coroutines.ClickHouseClientKt;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.test.internal.Await;
import dev.houseflow.test.internal.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import kotlin.Unit;

/**
 * An empty database of one test, with clients in it, fixtures and assertions. Closing it drops it
 * and closes its clients. Thread-safe.
 *
 * <p>Calls here wait for the server, and fail with a {@link ClickHouseException}.
 */
public final class TestDatabase implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TestServer server;
    private final String name;
    private final ClickHouseAsyncClient client;
    private ClickHouseClient kotlinClient;
    private boolean closed;

    private TestDatabase(TestServer server, String name) {
        this.server = server;
        this.name = name;
        this.client = server.client().database(name).build();
    }

    static TestDatabase create(TestServer server) {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        String name = "test_" + HexFormat.of().formatHex(random);
        try (ClickHouseAsyncClient outside = server.client().build()) {
            Await.result(outside.execute("CREATE DATABASE " + ClickHouseSql.quoteName(name)));
        }
        return new TestDatabase(server, name);
    }

    /** The database's name, {@code test_} and 16 digits; no other test has the same. */
    public String name() {
        return name;
    }

    /** The server that it is on. */
    public TestServer server() {
        return server;
    }

    /** The Java client, in this database. Do not close it. */
    public ClickHouseAsyncClient client() {
        return client;
    }

    /** The Kotlin client, in this database. Do not close it. */
    public synchronized ClickHouseClient kotlinClient() {
        if (closed) {
            throw new ConfigurationException(
                    "The database " + name + " is dropped: its test has ended. Use the one of the test that runs.");
        }
        if (kotlinClient == null) {
            kotlinClient = ClickHouseClientKt.ClickHouseClient(server.endpoint(), config -> {
                config.setUsername(server.username());
                config.setPassword(server.password());
                config.setDatabase(name);
                return Unit.INSTANCE;
            });
        }
        return kotlinClient;
    }

    /** Runs {@code statements} in this order, each of which is one statement. */
    public TestDatabase execute(String... statements) {
        for (String statement : statements) Await.result(client.execute(statement));
        return this;
    }

    /**
     * Inserts rows, whose class is one that the Java client takes: a record, a bean, an immutable
     * class, a single value, {@code Map}.
     *
     * @param table a table of this database
     */
    public <T> TestDatabase load(String table, Iterable<? extends T> rows, Class<T> type) {
        Await.result(client.insert(table, rows, type));
        return this;
    }

    /**
     * Inserts the rows of a file. Its name says the format: {@code .csv} and {@code .tsv} with a
     * line of names at the top, {@code .jsonl}, {@code .ndjson}, {@code .parquet}, {@code .arrow},
     * {@code .orc}, {@code .avro}, {@code .native}; packed files have {@code .gz}, {@code .zst},
     * {@code .lz4}, {@code .br}, {@code .xz} or {@code .bz2} behind that, and go to the server as
     * they are. A column that the table does not have is an error.
     *
     * @param table a table of this database
     * @throws ConfigurationException when the name says no format
     */
    public TestDatabase load(String table, Path file) {
        String fileName = file.getFileName().toString();
        Await.result(client.rawInsert(Fixtures.ofFile(table), Fixtures.format(fileName), file));
        return this;
    }

    /**
     * Inserts the rows of a resource on the class path, as {@link #load(String, Path)} does those of
     * a file.
     *
     * @param table a table of this database
     * @param neighbour a class beside which the resource lies, unless its name begins with a slash
     * @param resource the resource's name, e.g. {@code trades.csv} or {@code /fixtures/trades.csv}
     * @throws ConfigurationException when there is no such resource, or its name says no format
     */
    public TestDatabase loadResource(String table, Class<?> neighbour, String resource) {
        try (InputStream bytes = Fixtures.open(neighbour, resource)) {
            Await.result(client.rawInsert(Fixtures.ofResource(table, resource), Fixtures.format(resource), bytes));
            return this;
        } catch (IOException e) {
            throw new ConfigurationException("The resource " + resource + " cannot be read: " + e, e);
        }
    }

    /** What is to be said about the rows of a table of this database. */
    public RowsAssert assertTable(String table) {
        return new RowsAssert(client, "table " + table, "SELECT * FROM " + ClickHouseSql.quoteName(table));
    }

    /** What is to be said about the rows of a query. */
    public RowsAssert assertQuery(String sql) {
        return new RowsAssert(client, "query " + sql, sql);
    }

    /**
     * Closes the clients and drops the database with all that is in it. Does nothing the second
     * time.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
            client.close();
            if (kotlinClient != null) kotlinClient.close();
        }
        try (ClickHouseAsyncClient outside = server.client().build()) {
            Await.result(outside.execute("DROP DATABASE IF EXISTS " + ClickHouseSql.quoteName(name)));
        }
    }

    @Override
    public String toString() {
        return "TestDatabase(" + name + ")";
    }
}
