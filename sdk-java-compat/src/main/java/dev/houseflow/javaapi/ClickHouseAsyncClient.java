package dev.houseflow.javaapi;

import dev.houseflow.Block;
import dev.houseflow.CallListener;
import dev.houseflow.ColumnDefinition;
import dev.houseflow.ColumnInfo;
import dev.houseflow.Compression;
import dev.houseflow.CreateTableRequest;
import dev.houseflow.DatabaseInfo;
import dev.houseflow.DdlRequest;
import dev.houseflow.DictionaryInfo;
import dev.houseflow.Format;
import dev.houseflow.HandlerRequest;
import dev.houseflow.HealthStatus;
import dev.houseflow.InsertMode;
import dev.houseflow.InsertRequest;
import dev.houseflow.InserterOptions;
import dev.houseflow.JsonResult;
import dev.houseflow.LoadBalancing;
import dev.houseflow.PoolStats;
import dev.houseflow.QueryRequest;
import dev.houseflow.QueryResult;
import dev.houseflow.QuerySummary;
import dev.houseflow.RawResponse;
import dev.houseflow.RawResult;
import dev.houseflow.ReplicasStatus;
import dev.houseflow.ResultColumn;
import dev.houseflow.RetryPolicy;
import dev.houseflow.Row;
import dev.houseflow.TableInfo;
import dev.houseflow.coroutines.ClickHouseClientConfig;
import dev.houseflow.internal.http.Endpoints;
import dev.houseflow.javaapi.internal.async.Bridge;
import dev.houseflow.javaapi.internal.async.DriverCalls;
import dev.houseflow.javaapi.internal.async.TokenSupplier;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import kotlinx.coroutines.ExecutorsKt;
import org.reactivestreams.Publisher;

/**
 * A client of one ClickHouse server, or of several that hold the same data, for Java: futures for
 * single answers, {@link RowStream} to pull a long one, {@link Publisher} to be pushed one with
 * back-pressure. Speaks the server's HTTP interface; data travels column by column in the Native
 * format.
 *
 * <pre>{@code
 * record Trade(long id, String symbol, double price) {}
 *
 * try (ClickHouseAsyncClient clickHouse = ClickHouseAsyncClient.builder("http://localhost:8123").build()) {
 *     clickHouse.insert("trades", List.of(new Trade(1, "ETH", 1.5)), Trade.class).join();
 *     QueryRequest dear = QueryRequest.builder("SELECT * FROM trades WHERE price > {least:Float64}")
 *             .parameter("least", 1.0)
 *             .build();
 *     clickHouse.query(dear, Trade.class).thenAccept(result -> result.rows().forEach(System.out::println)).join();
 * }
 * }</pre>
 *
 * <p>Thread-safe, and meant to be shared: it keeps no state between calls. Make one per server and
 * user, and close it when it is not needed any more. No thread is held while a future waits.
 * Decoding, and what depends on a future, runs on the executor of the {@link Builder}. Without one,
 * {@code execute}, {@code query} and {@code rawQuery} send the request on the thread that calls
 * them, and a thread that waits in {@code join()} or {@code get()} receives the answer itself, like
 * one at a blocking socket; everything else runs on pools of daemon threads, where what depends on
 * a future or subscribes to a publisher may block.
 *
 * <p><b>Rows</b> are records, or beans: classes with a constructor without parameters and with
 * setters or public fields; the class may be private, its package needs to be open to Houseflow
 * only inside of modules. Columns and properties find each other by exact name, then by the
 * column's {@code snake_case} turned into {@code camelCase}, or by {@link ClickHouseName}. Columns
 * that a class has no property for are ignored in a result; a component of a record needs its
 * column, a property of a bean without one keeps what the constructor made. {@code List},
 * {@code Set}, {@code Map}, arrays, {@code Optional}, enums (by name), {@code java.time},
 * {@code BigInteger}, {@code BigDecimal}, {@code UUID}, {@code InetAddress}, records inside of
 * records (for {@code Tuple}), and sealed interfaces of records (for {@code Variant}) nest as the
 * types do. NULL is {@code null} or an empty {@code Optional}; a primitive type refuses it. Nothing
 * is narrowed or rounded. A class of single values, such as {@code Long.class}, takes the one
 * column of a result that has one.
 *
 * <p><b>Rows without a class</b> are read and written by {@code Row.class}, {@code Map.class}
 * (values by column name) and {@code List.class} (values in the order of the columns, which an
 * insert has to name); {@code Block.class} inserts many rows at once, as columns. Maps and {@code
 * Row}s fill the columns that the first of them has, in every row the same, or those that the
 * request names.
 *
 * <p><b>Retries.</b> A call that fails in a way that may pass is made again, at another endpoint if
 * there is one, as far as that can do no harm: see {@link Builder#retry(RetryPolicy)} and
 * docs/retries.md.
 *
 * <p><b>Cancelling</b> a future that a call returned closes the call's connection and stops its
 * query on the server. Cancelling a stage that was made from it
 * ({@code f.thenApply(...).cancel(true)}) does not reach the call: that is how
 * {@link CompletableFuture} works.
 *
 * <p><b>Failures.</b> Futures complete exceptionally, streams throw, and publishers signal
 * {@code onError}, each with the {@link dev.houseflow.ClickHouseException} itself ({@code join()}
 * wraps it into a {@code CompletionException}): {@code ServerException} with the server's message
 * when the server refuses or gives up, {@code TransportException} when the connection fails or the
 * answer is cut off, {@code FormatException} when a class does not match the columns, and
 * {@code ConfigurationException} when the request or the class cannot work at all. An answer is
 * complete, or it is an error.
 *
 * <p>No argument may be {@code null} unless its description says so, and no function returns
 * {@code null}.
 *
 * <p>See the page "HTTP interface" of the ClickHouse manual.
 */
public final class ClickHouseAsyncClient implements AutoCloseable {
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration WARM_UP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);

    static {
        DriverCalls.openTo(client -> client.bridge);
    }

    final Bridge bridge;

    private ClickHouseAsyncClient(Bridge bridge) {
        this.bridge = bridge;
    }

    /**
     * Starts a client of the server at {@code endpoint}:
     * {@code http[s]://[user[:password]@]host[:port][/path]}, where user and password are
     * percent-encoded, the port is 8123 (https: 8443) by default, and the path is put before
     * everything that is asked for.
     */
    public static Builder builder(String endpoint) {
        return builder(Collections.singletonList(Objects.requireNonNull(endpoint, "endpoint")));
    }

    /**
     * Starts a client of the server at {@code host}, a name or an address, and {@code port}: by TLS
     * where the port is 8443 or 443, which ClickHouse and ClickHouse Cloud have for that.
     */
    public static Builder builder(String host, int port) {
        return builder(host, port, Endpoints.isSecure(port));
    }

    /**
     * See {@link #builder(String, int)}. {@code secure} says whether the server is reached by TLS.
     */
    public static Builder builder(String host, int port, boolean secure) {
        return builder(Endpoints.of(Objects.requireNonNull(host, "host"), port, secure));
    }

    /**
     * Starts a client of several servers that hold the same data, such as the replicas of a
     * cluster: see {@link Builder#loadBalancing(LoadBalancing)} for where a call goes, and
     * {@link Builder#retry(RetryPolicy)} for when it goes to another one. Each of {@code endpoints}
     * is one as for {@link #builder(String)}, and may name a user of its own.
     */
    public static Builder builder(List<String> endpoints) {
        return new Builder(Collections.unmodifiableList(new ArrayList<>(endpoints)));
    }

    /**
     * Runs a statement and forgets its result, if it has any. The server finishes the query before
     * it answers ({@code wait_end_of_query=1}), so the summary's counters are final.
     */
    public CompletableFuture<QuerySummary> execute(QueryRequest request) {
        Objects.requireNonNull(request, "request");
        return bridge.execute(() -> request);
    }

    /** See {@link #execute(QueryRequest)}. */
    public CompletableFuture<QuerySummary> execute(String sql) {
        Objects.requireNonNull(sql, "sql");
        return bridge.execute(() -> QueryRequest.of(sql));
    }

    /**
     * Runs a statement that makes, changes or removes a database or a table, or rows of one: see
     * {@link #execute(QueryRequest)}. {@link DdlRequest#toSql} shows it without running it.
     */
    public CompletableFuture<QuerySummary> execute(DdlRequest request) {
        Objects.requireNonNull(request, "request");
        return bridge.execute(request::toQueryRequest);
    }

    /**
     * Makes {@code table} for {@code type}: a column for each of its properties. See {@link
     * TableRequests#createTable}, which shows the statement without running it.
     *
     * @param configure the keys, the engine and whatever else the table needs
     */
    public <T> CompletableFuture<QuerySummary> createTable(
            String table, Class<T> type, Consumer<CreateTableRequest.Builder<T>> configure) {
        CreateTableRequest.Builder<T> builder = TableRequests.createTable(table, type);
        Objects.requireNonNull(configure, "configure");
        return bridge.execute(() -> {
            configure.accept(builder);
            return builder.build().toQueryRequest();
        });
    }

    /** Makes a database. {@link DdlRequest#createDatabase} has options. */
    public CompletableFuture<QuerySummary> createDatabase(String name) {
        Objects.requireNonNull(name, "name");
        return bridge.execute(() -> DdlRequest.createDatabase(name).build().toQueryRequest());
    }

    /**
     * Removes a database with all of its tables. {@link DdlRequest#dropDatabase} has options.
     */
    public CompletableFuture<QuerySummary> dropDatabase(String name) {
        Objects.requireNonNull(name, "name");
        return bridge.execute(() -> DdlRequest.dropDatabase(name).build().toQueryRequest());
    }

    /** Removes a table. {@link DdlRequest#dropTable} has options. */
    public CompletableFuture<QuerySummary> dropTable(String table) {
        Objects.requireNonNull(table, "table");
        return bridge.execute(() -> DdlRequest.dropTable(table).build().toQueryRequest());
    }

    /** Removes all rows of a table. {@link DdlRequest#truncateTable} has options. */
    public CompletableFuture<QuerySummary> truncateTable(String table) {
        Objects.requireNonNull(table, "table");
        return bridge.execute(() -> DdlRequest.truncateTable(table).build().toQueryRequest());
    }

    /** Merges parts of a table. {@link DdlRequest#optimizeTable} has options. */
    public CompletableFuture<QuerySummary> optimizeTable(String table) {
        Objects.requireNonNull(table, "table");
        return bridge.execute(() -> DdlRequest.optimizeTable(table).build().toQueryRequest());
    }

    /**
     * Removes the rows of a table for which {@code condition} holds. {@link DdlRequest#deleteFrom}
     * has options, and gives placeholders their values.
     */
    public CompletableFuture<QuerySummary> deleteFrom(String table, String condition) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(condition, "condition");
        return bridge.execute(
                () -> DdlRequest.deleteFrom(table, condition).build().toQueryRequest());
    }

    /**
     * Runs a query and gives all of its rows as objects. The server finishes the query before it
     * answers ({@code wait_end_of_query=1}), so a query that fails fails cleanly, and the summary's
     * counters are final. Use {@link #stream} or {@link #publish} for results that do not fit the
     * memory.
     *
     * @param type a record, a bean, or a class of single values
     */
    public <T> CompletableFuture<QueryResult<T>> query(QueryRequest request, Class<T> type) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(type, "type");
        return bridge.query(() -> request, type);
    }

    /** See {@link #query(QueryRequest, Class)}. */
    public <T> CompletableFuture<QueryResult<T>> query(String sql, Class<T> type) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(type, "type");
        return bridge.query(() -> QueryRequest.of(sql), type);
    }

    /**
     * The rows of a query as objects, to be pulled while they come, in the order in which the
     * server sends them. When the query fails on the way, the complete rows before the failure come
     * first. The caller closes the stream.
     *
     * @param type a record, a bean, or a class of single values; a {@code ConfigurationException}
     * is thrown at once when it is none of these
     */
    public <T> RowStream<T> stream(QueryRequest request, Class<T> type) {
        return bridge.stream(Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /** See {@link #stream(QueryRequest, Class)}. */
    public <T> RowStream<T> stream(String sql, Class<T> type) {
        return stream(QueryRequest.of(sql), type);
    }

    /**
     * The rows of a query as objects, pushed as the subscriber requests them. Cold: every
     * subscriber runs the query anew. Signals come one after the other on the client's executor;
     * what the subscriber does not request stays on the server, but for about two blocks of rows,
     * or 2 MiB where blocks are smaller. Cancelling the subscription stops the query. See "Reactive
     * Streams".
     *
     * @param type a record, a bean, or a class of single values that are never NULL, since a
     *     publisher has no {@code null}; a {@code ConfigurationException} is thrown at once when it
     *     is none of these
     */
    public <T> Publisher<T> publish(QueryRequest request, Class<T> type) {
        return bridge.publish(Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /** See {@link #publish(QueryRequest, Class)}. */
    public <T> Publisher<T> publish(String sql, Class<T> type) {
        return publish(QueryRequest.of(sql), type);
    }

    /**
     * Names and types of the columns that a query would answer, in order, without running it: also
     * of results that have no rows. The server is asked ({@code DESCRIBE}), once for each statement
     * until this client runs one that may alter tables. Fails with a {@code ConfigurationException}
     * for a statement that does not read.
     */
    public CompletableFuture<List<ResultColumn>> columns(QueryRequest request) {
        Objects.requireNonNull(request, "request");
        return bridge.columns(() -> request);
    }

    /** See {@link #columns(QueryRequest)}. */
    public CompletableFuture<List<ResultColumn>> columns(String sql) {
        Objects.requireNonNull(sql, "sql");
        return bridge.columns(() -> QueryRequest.of(sql));
    }

    /**
     * The columns of {@code table}, in order, with types, defaults, comments, codecs and keys. Asks
     * the server each time.
     *
     * <p>Fails with a {@code ServerException} ({@code UNKNOWN_TABLE}) when there is no such table.
     *
     * @param table a name as for {@link InsertRequest#of}: {@code table} or {@code database.table},
     *     quoted where there is a dot in one of them
     *     ({@link dev.houseflow.ClickHouseSql#quoteName}); without a database it is a temporary
     *     table of the session, or one of the client's database
     */
    public CompletableFuture<List<ColumnInfo>> describe(String table) {
        return bridge.describe(Objects.requireNonNull(table, "table"));
    }

    /**
     * The columns of the result of a query, without running it: {@link #columns(QueryRequest)} in
     * the terms of {@link #describe(String)}. They have names and types, and nothing else.
     */
    public CompletableFuture<List<ColumnInfo>> describe(QueryRequest request) {
        return bridge.describe(Objects.requireNonNull(request, "request"));
    }

    /** The databases that this client's user may see, by name. Asks the server each time. */
    public CompletableFuture<List<DatabaseInfo>> databases() {
        return bridge.databases();
    }

    /**
     * The tables, views and dictionaries of the client's database, and the temporary ones of the
     * session, by name, as far as this client's user may see them. Asks the server each time.
     */
    public CompletableFuture<List<TableInfo>> tables() {
        return bridge.tables(null);
    }

    /**
     * The same of {@code database}. Fails with a {@code ServerException} ({@code UNKNOWN_DATABASE})
     * when there is none of that name.
     *
     * @param database the name itself, without quotes
     */
    public CompletableFuture<List<TableInfo>> tables(String database) {
        return bridge.tables(Objects.requireNonNull(database, "database"));
    }

    /**
     * Engine, keys, size and statement of {@code table}, which is a name as for {@link
     * #describe(String)}. Asks the server each time. Fails with a {@code ServerException} ({@code
     * UNKNOWN_TABLE}) when there is no such table.
     */
    public CompletableFuture<TableInfo> tableInfo(String table) {
        return bridge.tableInfo(Objects.requireNonNull(table, "table"));
    }

    /**
     * Whether there is a table, view or dictionary called {@code table}, a name as for {@link
     * #describe(String)}. Asks the server each time.
     */
    public CompletableFuture<Boolean> tableExists(String table) {
        return bridge.tableExists(Objects.requireNonNull(table, "table"));
    }

    /**
     * The columns that the table of {@code request} lacks for the class that the request is made
     * from: see {@link CreateTableRequest#missingColumns}. Asks the server each time. Fails with a
     * {@code ServerException} ({@code UNKNOWN_TABLE}) when there is no such table.
     */
    public CompletableFuture<List<ColumnDefinition>> missingColumns(CreateTableRequest request) {
        return bridge.missingColumns(Objects.requireNonNull(request, "request"));
    }

    /** The same for a class of which nothing else needs to be said. */
    public <T> CompletableFuture<List<ColumnDefinition>> missingColumns(String table, Class<T> type) {
        return bridge.missingColumns(TableRequests.createTable(table, type).build());
    }

    /**
     * The statement that adds to the table what it lacks for the class, and does nothing else; none
     * when nothing is missing: see {@link CreateTableRequest#alterTableFor}. It is not run: {@link
     * #execute(DdlRequest)} runs it. Asks the server each time. Fails with a {@code ServerException} ({@code UNKNOWN_TABLE})
     * when there is no such table.
     */
    public CompletableFuture<List<DdlRequest>> alterTableFor(CreateTableRequest request) {
        return bridge.alterTableFor(Objects.requireNonNull(request, "request"));
    }

    /** The same for a class of which nothing else needs to be said. */
    public <T> CompletableFuture<List<DdlRequest>> alterTableFor(String table, Class<T> type) {
        return bridge.alterTableFor(TableRequests.createTable(table, type).build());
    }

    /**
     * The dictionaries of all databases and of the server's configuration, by name, loaded or not.
     * Asks the server each time.
     */
    public CompletableFuture<List<DictionaryInfo>> dictionaries() {
        return bridge.dictionaries();
    }

    /**
     * The rows of a query without a class, to be pulled while they come. Each row keeps its block
     * in memory. See {@link #stream}.
     */
    public RowStream<Row> rows(QueryRequest request) {
        return bridge.rows(Objects.requireNonNull(request, "request"));
    }

    /** See {@link #rows(QueryRequest)}. */
    public RowStream<Row> rows(String sql) {
        return rows(QueryRequest.of(sql));
    }

    /** The rows of a query without a class, pushed. See {@link #publish} and {@link #rows}. */
    public Publisher<Row> publishRows(QueryRequest request) {
        return bridge.publishRows(Objects.requireNonNull(request, "request"));
    }

    /** See {@link #publishRows(QueryRequest)}. */
    public Publisher<Row> publishRows(String sql) {
        return publishRows(QueryRequest.of(sql));
    }

    /**
     * The blocks of a query, column by column, to be pulled while they come: the fastest way to
     * read. See {@link #stream}.
     */
    public RowStream<Block> blocks(QueryRequest request) {
        return bridge.blocks(Objects.requireNonNull(request, "request"));
    }

    /** See {@link #blocks(QueryRequest)}. */
    public RowStream<Block> blocks(String sql) {
        return blocks(QueryRequest.of(sql));
    }

    /** The blocks of a query, column by column, pushed. See {@link #publish}. */
    public Publisher<Block> publishBlocks(QueryRequest request) {
        return bridge.publishBlocks(Objects.requireNonNull(request, "request"));
    }

    /** See {@link #publishBlocks(QueryRequest)}. */
    public Publisher<Block> publishBlocks(String sql) {
        return publishBlocks(QueryRequest.of(sql));
    }

    /**
     * Inserts {@code rows}, which are iterated over once, on a thread that may block, and sent
     * block by block meanwhile; the iteration has to wait when the server does. When it fails, or
     * the future is cancelled, the server sees an insert that was broken off; blocks that it has
     * already written may stay.
     *
     * <p>The columns are those that the class has properties for, or those that the request names;
     * all others get their defaults from the server. The table's columns are asked for once
     * ({@code DESCRIBE TABLE}) and kept until an insert fails. Without a single row nothing is
     * sent. The rows are read once; only a {@code Collection} is read again, when an insert with a
     * deduplication token has to be sent once more. The objects of a {@code Collection} are turned
     * into blocks on two threads: leave the collection and its objects as they are meanwhile.
     */
    public <T> CompletableFuture<QuerySummary> insert(
            InsertRequest request, Iterable<? extends T> rows, Class<T> type) {
        Objects.requireNonNull(request, "request");
        return bridge.insert(() -> request, Objects.requireNonNull(rows, "rows"), Objects.requireNonNull(type, "type"));
    }

    /** See {@link #insert(InsertRequest, Iterable, Class)}. */
    public <T> CompletableFuture<QuerySummary> insert(String table, Iterable<? extends T> rows, Class<T> type) {
        Objects.requireNonNull(table, "table");
        return bridge.insert(
                () -> InsertRequest.of(table),
                Objects.requireNonNull(rows, "rows"),
                Objects.requireNonNull(type, "type"));
    }

    /**
     * Inserts what {@code rows} publishes, which is subscribed to once and requested from as fast
     * as the server takes it. See {@link #insert(InsertRequest, Iterable, Class)}. When the
     * publisher fails, so does the insert, with the same exception.
     */
    public <T> CompletableFuture<QuerySummary> insert(
            InsertRequest request, Publisher<? extends T> rows, Class<T> type) {
        Objects.requireNonNull(request, "request");
        return bridge.insert(() -> request, Objects.requireNonNull(rows, "rows"), Objects.requireNonNull(type, "type"));
    }

    /** See {@link #insert(InsertRequest, Publisher, Class)}. */
    public <T> CompletableFuture<QuerySummary> insert(String table, Publisher<? extends T> rows, Class<T> type) {
        Objects.requireNonNull(table, "table");
        return bridge.insert(
                () -> InsertRequest.of(table),
                Objects.requireNonNull(rows, "rows"),
                Objects.requireNonNull(type, "type"));
    }

    /**
     * An inserter of the rows that many callers add one by one, for as long as a service runs: it
     * sends them in batches, and tells of each row whether it is written. Its caller closes it,
     * before the client.
     *
     * <p>{@code request} says where the rows go and how, as for {@link #insert}. Each batch is one
     * block, whatever its {@code blockRows} and {@code blockBytes}; it has a query id and an
     * {@code insert_deduplication_token} of its own, so that the request must name none. Unless the
     * request or this client chooses an {@code InsertMode}, batches are written at once.
     *
     * <p>Opens no connection yet. Throws a {@code ConfigurationException} when an option cannot
     * work, or the class is none of rows.
     */
    public <T> Inserter<T> inserter(InsertRequest request, Class<T> type, InserterOptions<T> options) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(type, "type");
        return new Inserter<>(bridge.inserter(request, type, Objects.requireNonNull(options, "options")));
    }

    /**
     * See {@link #inserter(InsertRequest, Class, InserterOptions)}. The builder's {@code build()}
     * makes it.
     */
    public <T> Inserter.Builder<T> inserter(InsertRequest request, Class<T> type) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(type, "type");
        return new Inserter.Builder<>(options -> inserter(request, type, options));
    }

    /**
     * See {@link #inserter(InsertRequest, Class, InserterOptions)}. The builder's {@code build()}
     * makes it.
     */
    public <T> Inserter.Builder<T> inserter(String table, Class<T> type) {
        return inserter(InsertRequest.of(Objects.requireNonNull(table, "table")), type);
    }

    /**
     * Inserts {@code columns}, each an array or a {@code List} under the name of its column: {@code
     * long[]}, {@code int[]}, {@code short[]}, {@code byte[]}, {@code double[]}, {@code float[]},
     * {@code boolean[]}, or an array of objects such as strings. A {@code byte[]} is a column of
     * numbers here. All have the same length. Arrays of primitives are copied as they are into
     * columns of the same type, so this is the fastest way to write.
     *
     * <p>Leave the arrays and lists as they are meanwhile. Columns that are not named get their
     * defaults from the server. Fails with a {@code FormatException} when the lengths differ, or a
     * value does not fit its column.
     */
    public CompletableFuture<QuerySummary> insertColumns(InsertRequest request, Map<String, ?> columns) {
        Objects.requireNonNull(request, "request");
        return bridge.insertColumns(() -> request, Objects.requireNonNull(columns, "columns"));
    }

    /** See {@link #insertColumns(InsertRequest, Map)}. */
    public CompletableFuture<QuerySummary> insertColumns(String table, Map<String, ?> columns) {
        Objects.requireNonNull(table, "table");
        return bridge.insertColumns(() -> InsertRequest.of(table), Objects.requireNonNull(columns, "columns"));
    }

    /**
     * Prepares inserts that ask the server nothing more: gives {@code request} with the names and
     * types of its columns ({@link InsertRequest#columnTypes}). Each insert by it is one request,
     * in any of the ways of this client; {@code toBuilder()} sets what is different for each, such
     * as a deduplication token.
     *
     * <p>A request that has types keeps them, and its table is not asked; otherwise it is asked
     * once ({@code DESCRIBE TABLE}). The plan stays as it is when the table is altered: an insert
     * that then gives a column or a type that the table does not have fails with the server's
     * error, and is prepared anew.
     */
    public CompletableFuture<InsertRequest> prepareInsert(InsertRequest request) {
        Objects.requireNonNull(request, "request");
        return bridge.prepareInsert(() -> request);
    }

    /** See {@link #prepareInsert(InsertRequest)}. */
    public CompletableFuture<InsertRequest> prepareInsert(String table) {
        Objects.requireNonNull(table, "table");
        return bridge.prepareInsert(() -> InsertRequest.of(table));
    }

    /**
     * See {@link #prepareInsert(InsertRequest)}. The table is not asked: {@code columns} are its
     * own names and types.
     */
    public CompletableFuture<InsertRequest> prepareInsert(String table, List<ResultColumn> columns) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(columns, "columns");
        return bridge.prepareInsert(
                () -> InsertRequest.builder(table).columnTypes(columns).build());
    }

    /** The same for columns as text: {@code id UInt64, name String}. */
    public CompletableFuture<InsertRequest> prepareInsert(String table, String structure) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(structure, "structure");
        return bridge.prepareInsert(
                () -> InsertRequest.builder(table).structure(structure).build());
    }

    /**
     * The whole answer as bytes, in the format that the statement or the request says, else in the
     * server's default, {@code TabSeparated}. Nothing is parsed or changed. The server finishes the
     * query before it answers.
     */
    public CompletableFuture<byte[]> rawQuery(QueryRequest request) {
        Objects.requireNonNull(request, "request");
        return bridge.rawQuery(() -> request);
    }

    /**
     * See {@link #rawQuery(QueryRequest)}. {@code format} wins over the request's; a {@code FORMAT}
     * clause in the statement wins over both.
     */
    public CompletableFuture<byte[]> rawQuery(QueryRequest request, Format format) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(format, "format");
        return bridge.rawQuery(() -> withFormat(request, format));
    }

    /**
     * See {@link #rawQuery(QueryRequest)}. A {@code FORMAT} clause in the statement wins over
     * {@code format}.
     */
    public CompletableFuture<byte[]> rawQuery(String sql, Format format) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(format, "format");
        return bridge.rawQuery(() -> withFormat(sql, format));
    }

    /** See {@link #rawQuery(QueryRequest)}. */
    public CompletableFuture<byte[]> rawQuery(String sql) {
        Objects.requireNonNull(sql, "sql");
        return bridge.rawQuery(() -> QueryRequest.of(sql));
    }

    /**
     * See {@link #rawQuery(QueryRequest)}. Gives the bytes with what the server said of them: the
     * query's id, the format, the counters and all headers.
     */
    public CompletableFuture<RawResult> rawResult(QueryRequest request) {
        Objects.requireNonNull(request, "request");
        return bridge.rawResult(() -> request);
    }

    /**
     * See {@link #rawResult(QueryRequest)}. {@code format} wins over the request's; a
     * {@code FORMAT} clause in the statement wins over both.
     */
    public CompletableFuture<RawResult> rawResult(QueryRequest request, Format format) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(format, "format");
        return bridge.rawResult(() -> withFormat(request, format));
    }

    /**
     * See {@link #rawResult(QueryRequest)}. A {@code FORMAT} clause in the statement wins over
     * {@code format}.
     */
    public CompletableFuture<RawResult> rawResult(String sql, Format format) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(format, "format");
        return bridge.rawResult(() -> withFormat(sql, format));
    }

    /** See {@link #rawResult(QueryRequest)}. */
    public CompletableFuture<RawResult> rawResult(String sql) {
        Objects.requireNonNull(sql, "sql");
        return bridge.rawResult(() -> QueryRequest.of(sql));
    }

    /**
     * The answer as bytes, to be read while they come. The query is sent with the first read, and
     * stopped when the stream is closed before its end; the caller closes the stream. To be used by
     * one thread at a time. A query that fails makes {@code read} throw an {@code IOException}
     * whose cause is the {@link dev.houseflow.ClickHouseException}; the server's message is never
     * given as data. So does reading after a close.
     */
    public InputStream rawStream(QueryRequest request) {
        return bridge.rawStream(Objects.requireNonNull(request, "request"));
    }

    /**
     * See {@link #rawStream(QueryRequest)}. {@code format} wins over the request's; a
     * {@code FORMAT} clause in the statement wins over both.
     */
    public InputStream rawStream(QueryRequest request, Format format) {
        return rawStream(withFormat(request, format));
    }

    /**
     * See {@link #rawStream(QueryRequest)}. A {@code FORMAT} clause in the statement wins over
     * {@code format}.
     */
    public InputStream rawStream(String sql, Format format) {
        return rawStream(withFormat(sql, format));
    }

    /** See {@link #rawStream(QueryRequest)}. */
    public InputStream rawStream(String sql) {
        return rawStream(QueryRequest.of(sql));
    }

    /**
     * The answer as bytes, pushed in chunks that have nothing to do with rows and belong to the
     * subscriber. See {@link #publish}.
     */
    public Publisher<byte[]> publishRaw(QueryRequest request) {
        return bridge.publishRaw(Objects.requireNonNull(request, "request"));
    }

    /**
     * See {@link #publishRaw(QueryRequest)}. {@code format} wins over the request's; a
     * {@code FORMAT} clause in the statement wins over both.
     */
    public Publisher<byte[]> publishRaw(QueryRequest request, Format format) {
        return publishRaw(withFormat(request, format));
    }

    /**
     * See {@link #publishRaw(QueryRequest)}. A {@code FORMAT} clause in the statement wins over
     * {@code format}.
     */
    public Publisher<byte[]> publishRaw(String sql, Format format) {
        return publishRaw(withFormat(sql, format));
    }

    /** See {@link #publishRaw(QueryRequest)}. */
    public Publisher<byte[]> publishRaw(String sql) {
        return publishRaw(QueryRequest.of(sql));
    }

    /**
     * The lines of an answer in {@code JSONEachRow}, or the request's format if that has a row in
     * each line, to be pulled while they come; without their line feeds. For a JSON library of the
     * caller's. See {@link #stream}. A line may have as many bytes as {@code maxBlockBytes} says; a
     * format whose lines are no rows fails with a {@code ConfigurationException}.
     */
    public RowStream<String> lines(QueryRequest request) {
        return bridge.lines(Objects.requireNonNull(request, "request"));
    }

    /** See {@link #lines(QueryRequest)}. */
    public RowStream<String> lines(String sql) {
        return lines(QueryRequest.of(sql));
    }

    /** The lines of an answer, pushed. See {@link #publish} and {@link #lines(QueryRequest)}. */
    public Publisher<String> publishLines(QueryRequest request) {
        return bridge.publishLines(Objects.requireNonNull(request, "request"));
    }

    /** See {@link #publishLines(QueryRequest)}. */
    public Publisher<String> publishLines(String sql) {
        return publishLines(QueryRequest.of(sql));
    }

    /**
     * The {@link #lines} as objects of {@code type}, to be pulled while they come: a record, a
     * bean, {@code Map} or {@code List}, filled by the names in the JSON. Unknown names are
     * ignored; nothing is narrowed or rounded. A map has whole numbers as {@code Long} or
     * {@code BigInteger} and others as {@code BigDecimal}. For classes that name what is in the
     * JSON, where {@link #stream} fits them to the columns' types. A line that does not fit fails
     * with a {@code FormatException}, which has the row.
     */
    public <T> RowStream<T> jsonRows(QueryRequest request, Class<T> type) {
        return bridge.jsonRows(Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /** See {@link #jsonRows(QueryRequest, Class)}. */
    public <T> RowStream<T> jsonRows(String sql, Class<T> type) {
        return jsonRows(QueryRequest.of(sql), type);
    }

    /** The rows of {@link #jsonRows(QueryRequest, Class)}, pushed. See {@link #publish}. */
    public <T> Publisher<T> publishJsonRows(QueryRequest request, Class<T> type) {
        return bridge.publishJsonRows(Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /** See {@link #publishJsonRows(QueryRequest, Class)}. */
    public <T> Publisher<T> publishJsonRows(String sql, Class<T> type) {
        return publishJsonRows(QueryRequest.of(sql), type);
    }

    /**
     * The whole answer in the format {@code JSON}: rows, totals ({@code WITH TOTALS}), extremes
     * (the setting {@code extremes}), the number of rows before {@code LIMIT}, and what the query
     * has cost. The server finishes the query before it answers. Rows are read as those of
     * {@link #jsonRows(QueryRequest, Class)}; {@link #query(QueryRequest, Class)} fits them to the
     * columns' types, and is faster, but knows no totals.
     *
     * <p>The request's format may be {@code JSONStrings}, or {@code JSONCompact} for rows that are
     * lists; another one fails with a {@code ConfigurationException}, and a row that does not fit
     * with a {@code FormatException}.
     */
    public <T> CompletableFuture<JsonResult<T>> jsonResult(QueryRequest request, Class<T> type) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(type, "type");
        return bridge.jsonResult(() -> request, type);
    }

    /** See {@link #jsonResult(QueryRequest, Class)}. */
    public <T> CompletableFuture<JsonResult<T>> jsonResult(String sql, Class<T> type) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(type, "type");
        return bridge.jsonResult(() -> QueryRequest.of(sql), type);
    }

    /**
     * Inserts {@code data}, which is in {@code format} already. Nothing is parsed or changed. The
     * array must not be changed meanwhile.
     */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, Format format, byte[] data) {
        Objects.requireNonNull(request, "request");
        return bridge.rawInsert(
                () -> request, Objects.requireNonNull(format, "format"), Objects.requireNonNull(data, "data"));
    }

    /** See {@link #rawInsert(InsertRequest, Format, byte[])}. */
    public CompletableFuture<QuerySummary> rawInsert(String table, Format format, byte[] data) {
        Objects.requireNonNull(table, "table");
        return bridge.rawInsert(
                () -> InsertRequest.of(table),
                Objects.requireNonNull(format, "format"),
                Objects.requireNonNull(data, "data"));
    }

    /** Inserts {@code data} as UTF-8, which is in {@code format} already. */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, Format format, String data) {
        Objects.requireNonNull(request, "request");
        return bridge.rawInsert(
                () -> request, Objects.requireNonNull(format, "format"), Objects.requireNonNull(data, "data"));
    }

    /** See {@link #rawInsert(InsertRequest, Format, String)}. */
    public CompletableFuture<QuerySummary> rawInsert(String table, Format format, String data) {
        Objects.requireNonNull(table, "table");
        return bridge.rawInsert(
                () -> InsertRequest.of(table),
                Objects.requireNonNull(format, "format"),
                Objects.requireNonNull(data, "data"));
    }

    /**
     * Inserts the file at {@code path}, which is in {@code format} already, piece by piece. One
     * that is packed, as its name ({@code data.csv.gz}) or {@link InsertRequest#contentEncoding}
     * says, is sent as it is and unpacked by the server.
     */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, Format format, Path path) {
        Objects.requireNonNull(request, "request");
        return bridge.rawInsert(
                () -> request, Objects.requireNonNull(format, "format"), Objects.requireNonNull(path, "path"));
    }

    /** See {@link #rawInsert(InsertRequest, Format, Path)}. */
    public CompletableFuture<QuerySummary> rawInsert(String table, Format format, Path path) {
        Objects.requireNonNull(table, "table");
        return bridge.rawInsert(
                () -> InsertRequest.of(table),
                Objects.requireNonNull(format, "format"),
                Objects.requireNonNull(path, "path"));
    }

    /**
     * Inserts what is left in {@code stream}, which is in {@code format} already, piece by piece,
     * on a thread that may block. The stream stays open; it is its caller's to close, when the
     * future has completed.
     */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, Format format, InputStream stream) {
        Objects.requireNonNull(request, "request");
        return bridge.rawInsert(
                () -> request, Objects.requireNonNull(format, "format"), Objects.requireNonNull(stream, "stream"));
    }

    /** See {@link #rawInsert(InsertRequest, Format, InputStream)}. */
    public CompletableFuture<QuerySummary> rawInsert(String table, Format format, InputStream stream) {
        Objects.requireNonNull(table, "table");
        return bridge.rawInsert(
                () -> InsertRequest.of(table),
                Objects.requireNonNull(format, "format"),
                Objects.requireNonNull(stream, "stream"));
    }

    /**
     * Inserts what {@code data} publishes, which is in {@code format} already, piece by piece while
     * it comes.
     */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, Format format, Publisher<byte[]> data) {
        Objects.requireNonNull(request, "request");
        return bridge.rawInsert(
                () -> request, Objects.requireNonNull(format, "format"), Objects.requireNonNull(data, "data"));
    }

    /** See {@link #rawInsert(InsertRequest, Format, Publisher)}. */
    public CompletableFuture<QuerySummary> rawInsert(String table, Format format, Publisher<byte[]> data) {
        Objects.requireNonNull(table, "table");
        return bridge.rawInsert(
                () -> InsertRequest.of(table),
                Objects.requireNonNull(format, "format"),
                Objects.requireNonNull(data, "data"));
    }

    /** See {@link #rawInsert(InsertRequest, Format, byte[])}; in {@code TabSeparated}. */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, byte[] data) {
        return rawInsert(request, Format.TAB_SEPARATED, data);
    }

    /** See {@link #rawInsert(InsertRequest, Format, String)}; in {@code TabSeparated}. */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, String data) {
        return rawInsert(request, Format.TAB_SEPARATED, data);
    }

    /** See {@link #rawInsert(InsertRequest, Format, Path)}; in {@code TabSeparated}. */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, Path path) {
        return rawInsert(request, Format.TAB_SEPARATED, path);
    }

    /** See {@link #rawInsert(InsertRequest, Format, InputStream)}; in {@code TabSeparated}. */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, InputStream stream) {
        return rawInsert(request, Format.TAB_SEPARATED, stream);
    }

    /** See {@link #rawInsert(InsertRequest, Format, Publisher)}; in {@code TabSeparated}. */
    public CompletableFuture<QuerySummary> rawInsert(InsertRequest request, Publisher<byte[]> data) {
        return rawInsert(request, Format.TAB_SEPARATED, data);
    }

    /**
     * Writes the answer to the file at {@code path} as it comes, in the format that the request or
     * its statement says. The file appears, or is replaced, when it is complete; when anything
     * fails, it is as it was before. The future completes with a {@code java.io.IOException} when
     * the file cannot be written.
     */
    public CompletableFuture<QuerySummary> download(QueryRequest request, Path path) {
        Objects.requireNonNull(request, "request");
        return bridge.download(() -> request, Objects.requireNonNull(path, "path"));
    }

    /** See {@link #download(QueryRequest, Path)}. {@code format} wins over the request's. */
    public CompletableFuture<QuerySummary> download(QueryRequest request, Format format, Path path) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(format, "format");
        return bridge.download(() -> withFormat(request, format), Objects.requireNonNull(path, "path"));
    }

    /** See {@link #download(QueryRequest, Path)}. */
    public CompletableFuture<QuerySummary> download(String sql, Format format, Path path) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(format, "format");
        return bridge.download(() -> withFormat(sql, format), Objects.requireNonNull(path, "path"));
    }

    /**
     * A view of this client whose calls all run in one new session of the server: temporary tables
     * and {@code SET} last from call to call, and a while after the last one (60 s by default). A
     * session runs one query at a time, so calls wait for each other. What would wait for itself
     * fails: a call beside a {@link RowStream} of the session that the same thread is reading, and
     * an insert whose rows come from the session. Closing the view does nothing.
     */
    public ClickHouseAsyncClient session() {
        return session(null, null);
    }

    /**
     * See {@link #session()}.
     *
     * @param id the session's id; {@code null} makes a new one
     * @param timeout how long the server keeps the session after its last query, in whole seconds,
     *     at least one; {@code null} leaves it to the server (60 s)
     */
    public ClickHouseAsyncClient session(String id, Duration timeout) {
        return new ClickHouseAsyncClient(bridge.session(id, timeout));
    }

    /**
     * Calls a handler that the server's configuration defines, word by word as {@code request} says
     * it, and gives the whole answer. A status other than 2xx is a {@code ServerException}, or a
     * response like any other when the request does not expect success.
     *
     * <p>Of several servers any is asked, as for a query. Calls of a session's view are not part of
     * the session.
     */
    public CompletableFuture<RawResponse> callHandler(HandlerRequest request) {
        Objects.requireNonNull(request, "request");
        return bridge.callHandler(() -> request);
    }

    /** See {@link #callHandler(HandlerRequest)}. */
    public CompletableFuture<RawResponse> callHandler(String path) {
        Objects.requireNonNull(path, "path");
        return bridge.callHandler(() -> HandlerRequest.builder(path).build());
    }

    /**
     * See {@link #callHandler(HandlerRequest)}. Sends what {@code body} publishes, piece by piece
     * while it comes; {@code request} has no body of its own, and a method that carries one.
     */
    public CompletableFuture<RawResponse> callHandler(HandlerRequest request, Publisher<byte[]> body) {
        return bridge.callHandler(Objects.requireNonNull(request, "request"), Objects.requireNonNull(body, "body"));
    }

    /**
     * See {@link #callHandler(HandlerRequest)}. Sends what is left in {@code body}, piece by piece,
     * on a thread that may block. The stream stays open; it is its caller's to close, when the
     * future has completed.
     */
    public CompletableFuture<RawResponse> callHandler(HandlerRequest request, InputStream body) {
        return bridge.callHandler(Objects.requireNonNull(request, "request"), Objects.requireNonNull(body, "body"));
    }

    /**
     * Calls a handler and gives its answer as it comes, for long ones. The caller closes it. The
     * call is not made again once the head is there.
     */
    public HandlerStream streamHandler(HandlerRequest request) {
        return bridge.streamHandler(Objects.requireNonNull(request, "request"));
    }

    /**
     * What the connections do at this moment, for gauges: how many are open and idle, and how many
     * calls wait for one.
     */
    public PoolStats poolStats() {
        return bridge.poolStats();
    }

    /** See {@link #warmUp(int, Duration)}; waits for up to 30 seconds. */
    public CompletableFuture<Integer> warmUp(int connections) {
        return warmUp(connections, WARM_UP_TIMEOUT);
    }

    /**
     * Opens connections until each server has {@code connections} of them, so that the next calls
     * need not wait for TCP and TLS, and says how many it opened: less than were missing where a
     * server did not answer a ping on them in {@code timeout}, which is no failure. They are kept
     * as long as others, see {@link Builder#idleTimeout}. Fails with a
     * {@code ConfigurationException} for more than {@link Builder#maxConnections}.
     */
    public CompletableFuture<Integer> warmUp(int connections, Duration timeout) {
        return bridge.warmUp(connections, Objects.requireNonNull(timeout, "timeout"));
    }

    /** See {@link #ping(Duration)}; waits for up to three seconds. */
    public CompletableFuture<Boolean> ping() {
        return ping(PING_TIMEOUT);
    }

    /**
     * Whether the server, or one of several, answers at its {@code /ping}, in {@code timeout}.
     * Never fails. Needs no user and runs no query, so it says nothing of the password, the
     * database, or whether queries work: {@link #health(Duration)} does.
     */
    public CompletableFuture<Boolean> ping(Duration timeout) {
        return bridge.ping(Objects.requireNonNull(timeout, "timeout"));
    }

    /** See {@link #health(Duration)}; waits for up to five seconds. */
    public CompletableFuture<HealthStatus> health() {
        return health(HEALTH_TIMEOUT);
    }

    /**
     * Whether the server runs queries for this client's user, in {@code timeout}, and why not: the
     * address, TLS, the user, the password and the database are all tried by one small query, with
     * the client's retries. Never fails.
     */
    public CompletableFuture<HealthStatus> health(Duration timeout) {
        return bridge.health(Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * See {@link #replicasStatus(boolean, Duration)}; not verbose, and waits for up to three
     * seconds.
     */
    public CompletableFuture<ReplicasStatus> replicasStatus() {
        return replicasStatus(false, PING_TIMEOUT);
    }

    /**
     * What the server says at its {@code /replicas_status}, in {@code timeout}: whether the
     * replicas of its tables are far behind. Never fails: a server that says so, or does not
     * answer, is not ok. Needs no user. Of several servers all are asked, and the first one that is
     * ok counts; when none is, the details are those of all.
     *
     * @param verbose whether to list every replicated table with its delay, also when all is well
     */
    public CompletableFuture<ReplicasStatus> replicasStatus(boolean verbose, Duration timeout) {
        return bridge.replicasStatus(verbose, Objects.requireNonNull(timeout, "timeout"));
    }

    /** See {@link #playUrl(String)}; with an empty statement. */
    public String playUrl() {
        return bridge.playUrl(null);
    }

    /**
     * The address of the server's own page for queries ({@code /play}), for this client's user,
     * with {@code sql} in its editor; the first server's of several. It holds no password: the page
     * asks for it. Opens no connection. Servers from 20.11 on have it, unless their configuration
     * takes it away.
     */
    public String playUrl(String sql) {
        return bridge.playUrl(Objects.requireNonNull(sql, "sql"));
    }

    /**
     * Takes no more calls, and lets go of connections when those under way have ended. Does not
     * wait. Closing twice does nothing.
     */
    @Override
    public void close() {
        bridge.close();
    }

    /** The endpoint and user, for people; never the password. */
    @Override
    public String toString() {
        return "ClickHouseAsyncClient(" + bridge + ")";
    }

    private static QueryRequest withFormat(QueryRequest request, Format format) {
        return request.toBuilder()
                .format(Objects.requireNonNull(format, "format"))
                .build();
    }

    private static QueryRequest withFormat(String sql, Format format) {
        return QueryRequest.builder(sql)
                .format(Objects.requireNonNull(format, "format"))
                .build();
    }

    /** The options of a {@link ClickHouseAsyncClient}. Not thread-safe. */
    public static final class Builder {
        private final List<String> endpoints;
        private final ClickHouseClientConfig config = new ClickHouseClientConfig();

        private Builder(List<String> endpoints) {
            this.endpoints = endpoints;
        }

        /**
         * The user's name. Default: {@code null}, the one in the endpoint, or else the server's
         * {@code default} user.
         */
        public Builder username(String username) {
            config.setUsername(username);
            return this;
        }

        /**
         * The user's password. Never printed. Default: {@code null}, the one in the endpoint, or
         * else the empty password.
         */
        public Builder password(String password) {
            config.setPassword(password);
            return this;
        }

        /**
         * Gives the access tokens (JWT) by which the user is known, sent as
         * {@code Authorization: Bearer}, in place of {@link #username} and {@link #password}. It is
         * called before the first request, and once more when a server refuses the token (HTTP
         * status 401, or {@code AUTHENTICATION_FAILED}); the call that was refused is then sent
         * again, if its data can be. In between the token is kept, and calls that need one at the
         * same time wait for the same. It must not block: what takes its time completes the stage
         * later. What it throws, or the stage fails with, its call fails with. Its time counts as
         * the call's. Tokens are never printed. Default: {@code null}, none.
         */
        public Builder accessToken(Supplier<? extends CompletionStage<String>> accessToken) {
            TokenSupplier.use(accessToken, config);
            return this;
        }

        /**
         * Gives the password of {@link #username}, in place of {@link #password}, where it may
         * change while the program runs: as {@link #accessToken} gives tokens, it is asked before
         * the first request, and once more when a server refuses the password. It must not block.
         * Default: {@code null}, none.
         */
        public Builder passwordSupplier(Supplier<? extends CompletionStage<String>> passwordSupplier) {
            TokenSupplier.usePasswords(passwordSupplier, config);
            return this;
        }

        /**
         * The database in which unqualified table names are looked up. Default: {@code null}, which
         * leaves it to the server: the user's own.
         */
        public Builder database(String database) {
            config.setDatabase(database);
            return this;
        }

        /**
         * What this program calls its client, in the {@code User-Agent} of every request:
         * {@code Houseflow/<version> (<clientName>) java/<version>}. Servers keep it as
         * {@code http_user_agent} in {@code system.query_log}. ASCII text without parentheses.
         * Default: {@code null}, no name.
         */
        public Builder clientName(String clientName) {
            config.setClientName(clientName);
            return this;
        }

        /**
         * The key by which a quota counts the queries of this client, where the quota is
         * {@code KEYED BY client_key}; a request may say another one. See the page "Quotas" of the
         * ClickHouse manual. Default: {@code null}, none.
         */
        public Builder quotaKey(String quotaKey) {
            config.setQuotaKey(quotaKey);
            return this;
        }

        /**
         * Sends the header field {@code name} with every request, pings and calls of handlers among
         * them; the last value counts, and a request's own field of that name wins. For gateways,
         * say, that ask for a key or a tenant. Throws a {@code ConfigurationException} for what the
         * client sets itself, such as {@code Authorization} or {@code User-Agent}, for what is no
         * name of a field, and for a value with a line break.
         */
        public Builder header(String name, String value) {
            config.header(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * How the data of typed queries and inserts travels; raw calls are compressed only when
         * their request says so. Default: {@link Compression#LZ4}. Choose {@link Compression#NONE}
         * on one machine.
         */
        public Builder compression(Compression compression) {
            config.setCompression(Objects.requireNonNull(compression, "compression"));
            return this;
        }

        /**
         * When servers write the rows of inserts: those of calls whose request says nothing about
         * it, and statements that bring data along ({@code INSERT ... VALUES}). Default:
         * {@link InsertMode#SERVER_DEFAULT}.
         */
        public Builder insertMode(InsertMode insertMode) {
            config.setInsertMode(Objects.requireNonNull(insertMode, "insertMode"));
            return this;
        }

        /**
         * The roles to run with, all others being off. Default: none named, the user's default
         * roles. Needs a server from 24.4.
         */
        public Builder roles(String... roles) {
            return roles(Arrays.asList(roles.clone()));
        }

        /** See {@link #roles(String...)}. */
        public Builder roles(List<String> roles) {
            config.setRoles(Collections.unmodifiableList(Objects.requireNonNull(roles, "roles")));
            return this;
        }

        /**
         * The time for one whole call, from its wait for a connection to the last byte of the
         * answer; a stream's time includes that of its reader. A call that takes longer fails with
         * a {@code TransportException} and its query is stopped. Default: {@code null}, no limit.
         */
        public Builder timeout(Duration timeout) {
            config.setTimeout(timeout);
            return this;
        }

        /**
         * The time for making a connection, from looking up the name until TLS is ready. A call
         * that takes longer fails with a {@code TransportException}, and the server has not seen
         * it. Default: 10 s.
         */
        public Builder connectTimeout(Duration connectTimeout) {
            config.setConnectTimeout(Objects.requireNonNull(connectTimeout, "connectTimeout"));
            return this;
        }

        /**
         * How long a call may wait for its turn when {@link #maxConnections} are in use. A call
         * that waits longer fails with a {@code TransportException}, which says what the
         * connections are taken by, and the server has not seen it. {@code null}: no limit.
         * Default: 10 s.
         */
        public Builder poolTimeout(Duration poolTimeout) {
            config.setPoolTimeout(poolTimeout);
            return this;
        }

        /**
         * The time from the end of the request to the first byte of the answer. Many queries answer
         * nothing before they have finished, so this bounds queries too; those with a progress
         * listener begin to answer earlier. Default: {@code null}, no limit.
         */
        public Builder firstByteTimeout(Duration firstByteTimeout) {
            config.setFirstByteTimeout(firstByteTimeout);
            return this;
        }

        /** The time without a byte in the middle of an answer. Default: {@code null}, no limit. */
        public Builder silenceTimeout(Duration silenceTimeout) {
            config.setSilenceTimeout(silenceTimeout);
            return this;
        }

        /**
         * How many bytes of memory one block of a typed answer may take: its columns, and 16 bytes
         * for each row; and one of its compressed frames, for which 4 MiB always do. A larger one
         * fails with a {@code FormatException} before it is made, so that few packed bytes cannot
         * fill the memory; a request may say another number. Blocks have 65,409 rows by default,
         * less where their setting {@code max_block_size} says so. From 1024 on. Default: an eighth
         * of the JVM's largest heap, or 64 MiB where that is more and no more than a quarter of the
         * heap.
         */
        public Builder maxBlockBytes(long maxBlockBytes) {
            config.setMaxBlockBytes(maxBlockBytes);
            return this;
        }

        /**
         * How many bytes the head of an answer may have, without the lines that tell of progress,
         * of which there may be any number. A longer one fails with a {@code TransportException}; a
         * request may say another number. From 1024 on. Default: 1 MiB, and servers send one or two
         * KiB.
         */
        public Builder maxHeadBytes(int maxHeadBytes) {
            config.setMaxHeadBytes(maxHeadBytes);
            return this;
        }

        /**
         * How many requests may be under way at once per server; further calls wait for their turn
         * in order, without a thread. Pings and {@code KILL QUERY} do not wait and may use a few
         * connections more. Default: 50.
         */
        public Builder maxConnections(int maxConnections) {
            config.setMaxConnections(maxConnections);
            return this;
        }

        /**
         * For how long an unused connection is kept; what the server announces as
         * {@code Keep-Alive: timeout} ends it a second before that if it is earlier. Default:
         * {@code null}, what the server announces, or 2.5 s when it announces nothing.
         */
        public Builder idleTimeout(Duration idleTimeout) {
            config.setIdleTimeout(idleTimeout);
            return this;
        }

        /**
         * The age after which a connection is not used for another request, so that load balancers
         * can move clients; {@code null}: any age will do. Default: 10 minutes.
         */
        public Builder maxConnectionAge(Duration maxConnectionAge) {
            config.setMaxConnectionAge(maxConnectionAge);
            return this;
        }

        /**
         * How large each connection's own buffer may become, in bytes, from 1 KiB on. Answers are
         * decoded from it; it begins at 32 KiB and grows with what arrives. Default: 448 KiB.
         */
        public Builder readBufferSize(int readBufferSize) {
            config.setReadBufferSize(readBufferSize);
            return this;
        }

        /**
         * The size in bytes of the system's receive buffer per socket. Default: {@code null}, which
         * leaves it to the system.
         */
        public Builder receiveBufferSize(Integer receiveBufferSize) {
            config.setReceiveBufferSize(receiveBufferSize);
            return this;
        }

        /**
         * The size in bytes of the system's send buffer per socket. Default: {@code null}, which
         * leaves it to the system.
         */
        public Builder sendBufferSize(Integer sendBufferSize) {
            config.setSendBufferSize(sendBufferSize);
            return this;
        }

        /** See {@link HttpConnections.Builder#keepAlive}. Default: {@code true}. */
        public Builder keepAlive(boolean keepAlive) {
            config.setKeepAlive(keepAlive);
            return this;
        }

        /** See {@link HttpConnections.Builder#tcpNoDelay}. Default: {@code true}. */
        public Builder tcpNoDelay(boolean tcpNoDelay) {
            config.setTcpNoDelay(tcpNoDelay);
            return this;
        }

        /**
         * See {@link HttpConnections.Builder#maxConnectsPerSecond}. Default: {@code null}, any
         * number.
         */
        public Builder maxConnectsPerSecond(Integer maxConnectsPerSecond) {
            config.setMaxConnectsPerSecond(maxConnectsPerSecond);
            return this;
        }

        /**
         * Connections that several clients share. They belong to the caller, who closes them after
         * the clients. {@link #maxConnections}, {@link #idleTimeout}, {@link #maxConnectionAge} and
         * the sizes of buffers are then theirs to say. Default: {@code null}, connections of the
         * client's own.
         */
        public Builder connections(HttpConnections connections) {
            config.setConnections(HttpConnections.poolOf(connections));
            return this;
        }

        /**
         * How often a call that failed is made again, and after what wait; docs/retries.md says
         * which calls. Default: {@link RetryPolicy#DEFAULT}, three attempts in all.
         */
        public Builder retry(RetryPolicy retry) {
            config.setRetry(Objects.requireNonNull(retry, "retry"));
            return this;
        }

        /**
         * Which of several endpoints a call goes to. Default: {@link LoadBalancing#FIRST_ALIVE}.
         */
        public Builder loadBalancing(LoadBalancing loadBalancing) {
            config.setLoadBalancing(Objects.requireNonNull(loadBalancing, "loadBalancing"));
            return this;
        }

        /**
         * Tells {@code listener} of every call: for logs, metrics and traces. There may be several,
         * which are told in the order in which they are given. An
         * {@link dev.houseflow.AttemptListener} is told of attempts alone.
         */
        public Builder callListener(CallListener listener) {
            config.callListener(listener);
            return this;
        }

        /**
         * Whether a call that is cancelled, times out or leaves its answer unread also sends
         * {@code KILL QUERY} for its query, since a server may run on after its client has left.
         * Sent in the background, at most once per query; failures are ignored. Default:
         * {@code true}.
         */
        public Builder killOnCancel(boolean killOnCancel) {
            config.setKillOnCancel(killOnCancel);
            return this;
        }

        /**
         * Whether the messages of failed calls hold the statement, and
         * {@code ClickHouseException.statement()} as well. A statement may hold what logs are not
         * to see. Default: {@code false}.
         */
        public Builder statementInErrors(boolean statementInErrors) {
            config.setStatementInErrors(statementInErrors);
            return this;
        }

        /**
         * Trust and keys for https endpoints: own authorities, client certificates. Default:
         * {@code null}, the JVM's or Android's own default. TLS 1.2 and 1.3, and the server's name
         * is always checked against its certificate.
         */
        public Builder sslContext(SSLContext sslContext) {
            config.setSslContext(sslContext);
            return this;
        }

        /**
         * The name by which TLS asks for the server (SNI) and checks its certificate, where that is
         * not the host of the endpoint: behind an address, a tunnel or a load balancer. One for all
         * endpoints. An address is checked and not announced. Default: {@code null}, the host of
         * each endpoint.
         */
        public Builder tlsServerName(String tlsServerName) {
            config.setTlsServerName(tlsServerName);
            return this;
        }

        /**
         * The versions of TLS that are offered, as the JVM names them: {@code TLSv1.3}. Default:
         * none named, which means those of {@link #sslContext}.
         */
        public Builder tlsProtocols(List<String> tlsProtocols) {
            config.setTlsProtocols(Collections.unmodifiableList(new ArrayList<>(tlsProtocols)));
            return this;
        }

        /** See {@link #tlsProtocols(List)}. */
        public Builder tlsProtocols(String... tlsProtocols) {
            return tlsProtocols(Arrays.asList(tlsProtocols));
        }

        /**
         * The cipher suites that are offered, as the JVM names them. Default: none named, which
         * means those of {@link #sslContext}.
         */
        public Builder tlsCipherSuites(List<String> tlsCipherSuites) {
            config.setTlsCipherSuites(Collections.unmodifiableList(new ArrayList<>(tlsCipherSuites)));
            return this;
        }

        /** See {@link #tlsCipherSuites(List)}. */
        public Builder tlsCipherSuites(String... tlsCipherSuites) {
            return tlsCipherSuites(Arrays.asList(tlsCipherSuites));
        }

        /**
         * A proxy. Of HTTP, as {@code http://[user:password@]host:port}: connections to https
         * servers are tunnelled through it ({@code CONNECT}); requests to http servers are sent to
         * it with their whole address, for it to pass them on. Or of SOCKS 5, as
         * {@code socks5://[user:password@]host:port}: all connections lead through it, and it looks
         * up the names of the servers. Default: {@code null}, none.
         */
        public Builder proxy(String proxy) {
            config.setProxy(proxy);
            return this;
        }

        /**
         * The servers that are reached without a proxy: {@code host}, {@code domain} with its
         * subdomains, {@code .domain} for these alone, an address, a network such as
         * {@code 10.0.0.0/8}, or {@code *}; all but the last two with {@code :port} if wanted.
         * Default: none.
         */
        public Builder noProxy(List<String> noProxy) {
            config.setNoProxy(Collections.unmodifiableList(new ArrayList<>(noProxy)));
            return this;
        }

        /** See {@link #noProxy(List)}. */
        public Builder noProxy(String... noProxy) {
            return noProxy(Arrays.asList(noProxy));
        }

        /**
         * Whether the proxies and their exceptions are taken from the environment's
         * {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, where a lower-case name
         * wins; {@link #proxy} wins over both, {@link #noProxy(List)} adds to the last. Default:
         * {@code false}: a database is seldom behind the proxy of the web.
         */
        public Builder proxyFromEnvironment(boolean proxyFromEnvironment) {
            config.setProxyFromEnvironment(proxyFromEnvironment);
            return this;
        }

        /**
         * Whether the user is known by the certificate in {@link #sslContext} instead of a
         * password: sends {@code X-ClickHouse-SSL-Certificate-Auth: on} with the {@link #username},
         * which has to be given, to an https endpoint. See "SSL X.509 certificate authentication"
         * of the ClickHouse manual. Default: {@code false}.
         */
        public Builder certificateAuth(boolean certificateAuth) {
            config.setCertificateAuth(certificateAuth);
            return this;
        }

        /**
         * Where blocks are decoded and encoded, futures complete and publishers signal. Must not
         * run its tasks in the thread that submits them. Belongs to the caller, who shuts it down
         * after the client, and who gives it threads enough if what depends on a future blocks, for
         * another call say. Default: daemon threads of the client's own, one per processor, others
         * for what depends on futures and for subscribers, which may block, and for single answers
         * also the thread that calls and the one that waits for the future: for callers who
         * {@code join()} that saves half of the time of a small query. Clients that share
         * connections share them; they end when they have nothing to do.
         */
        public Builder executor(Executor executor) {
            config.setDispatcher(ExecutorsKt.from(Objects.requireNonNull(executor, "executor")));
            return this;
        }

        /**
         * Sends the setting {@code name} with every request; a request's own setting of that name
         * wins. A {@code Boolean} becomes 1 or 0, a {@code Map} {@code {'key':'value'}}, a list or
         * an array {@code ['a','b']}, a {@code Duration} its seconds, or its milliseconds where the
         * name ends with {@code _ms}, anything else its text. Throws a
         * {@code ConfigurationException} for names that are no settings but options of the request,
         * such as {@code query_id}. See the page "Session settings" of the ClickHouse manual.
         */
        public Builder setting(String name, Object value) {
            config.setting(Objects.requireNonNull(name, "name"), value);
            return this;
        }

        /**
         * The client. Opens no connection yet. Throws a {@code ConfigurationException} when the
         * endpoint or an option cannot work. The builder must not be used again.
         */
        public ClickHouseAsyncClient build() {
            return new ClickHouseAsyncClient(new Bridge(endpoints, config));
        }

        /** The options, for people; never the password. */
        @Override
        public String toString() {
            return "ClickHouseAsyncClient.Builder(" + config + ")";
        }
    }
}
