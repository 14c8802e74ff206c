package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.InsertRequest;
import dev.houseflow.QueryRequest;
import dev.houseflow.RequestOptions;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.internal.async.DriverCalls;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.errors.Wrappers;
import dev.houseflow.jdbc.internal.metadata.DatabaseMeta;
import dev.houseflow.jdbc.internal.metadata.ServerQueries;
import dev.houseflow.jdbc.internal.result.ArrayResults;
import dev.houseflow.jdbc.internal.sql.Escapes;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import dev.houseflow.jdbc.internal.sql.Quotes;
import dev.houseflow.jdbc.internal.sql.SessionChange;
import dev.houseflow.jdbc.internal.sql.SqlCache;
import dev.houseflow.jdbc.internal.url.Clients;
import dev.houseflow.jdbc.internal.url.Options;
import dev.houseflow.jdbc.internal.url.Property;
import dev.houseflow.jdbc.internal.values.ArrayValue;
import java.sql.ClientInfoStatus;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A view of a shared client, with a database, settings and perhaps a session of its own. Opening one sends nothing. */
public final class ConnectionImpl extends ConnectionBase {
    static {
        ArrayValue.resultsBy(ArrayResults::of);
    }

    private static final SqlCache CACHE = new SqlCache();
    private static final String APPLICATION_NAME = "ApplicationName";
    private static final int VALID_SECONDS = 5;

    private final Options options;
    private final Clients.Shared shared;
    private final ClickHouseAsyncClient client;
    private final DriverCalls calls;
    private final boolean session;
    private final Duration queryTimeout;
    /** Those that are not closed; what its user has forgotten may go. */
    private final Set<StatementBase> statements =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final AtomicBoolean closed = new AtomicBoolean();

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Properties clientInfo = new Properties();
    private List<String> roles;
    private String database;
    private boolean readOnly;
    private volatile int networkTimeout;
    private volatile boolean refused;

    /** With {@code options}. */
    public ConnectionImpl(Options options) throws SQLException {
        super("refuse".equals(options.text(Property.TRANSACTIONS)));
        this.options = options;
        this.session = options.flag(Property.SESSION);
        this.queryTimeout = options.duration(Property.QUERY_TIMEOUT);
        this.database = options.database();
        this.roles = options.list(Property.ROLES);
        Long blockRows = options.number(Property.FETCH_BLOCK_ROWS);
        if (blockRows != null) settings.put("max_block_size", blockRows.toString());
        settings.putAll(options.settings());
        name(options.text(Property.APPLICATION_NAME));
        this.shared = Clients.acquire(options);
        this.client = session ? shared.client().session() : shared.client();
        this.calls = session ? DriverCalls.of(client) : shared.calls();
    }

    private void name(String application) {
        if (application == null || application.isEmpty()) {
            clientInfo.remove(APPLICATION_NAME);
            settings.remove("log_comment");
        } else {
            clientInfo.setProperty(APPLICATION_NAME, application);
            settings.put("log_comment", application);
        }
    }

    @Override
    void checkOpen() throws SQLException {
        if (closed.get()) throw SqlErrors.closedConnection();
    }

    @Override
    public ClickHouseAsyncClient client() throws SQLException {
        checkOpen();
        return client;
    }

    DriverCalls calls() {
        return calls;
    }

    boolean hasSession() {
        return session;
    }

    Duration queryTimeout() {
        return queryTimeout;
    }

    boolean pastesParameters() {
        return "literal".equals(options.text(Property.PARAMETERS));
    }

    ParsedSql parse(String sql, boolean escapes) throws SQLException {
        return CACHE.parse(sql, escapes);
    }

    void forget(StatementBase statement) {
        statements.remove(statement);
    }

    void wrote() {
        transactions.wrote();
    }

    /** Notes what {@code e} says of this connection. */
    SQLException failed(SQLException e) {
        if ("28000".equals(e.getSQLState())) refused = true;
        return e;
    }

    /** What a statement changes for those behind it. */
    void change(SessionChange change) {
        if (change.database() != null) database = change.database();
        settings.putAll(change.settings());
        if (change.roles() != null) roles = change.roles().isEmpty() ? options.list(Property.ROLES) : change.roles();
    }

    /** Adds what this connection says of every statement. */
    void apply(QueryRequest.Builder request) {
        common(request);
    }

    /** The same for an insert. */
    void apply(InsertRequest.Builder request) {
        common(request);
    }

    private void common(RequestOptions.Builder<?> request) {
        if (database != null) request.database(database);
        if (roles != null) request.roles(roles);
        for (Map.Entry<String, String> entry : settings.entrySet()) request.setting(entry.getKey(), entry.getValue());
    }

    @Override
    public Statement createStatement() throws SQLException {
        checkOpen();
        StatementImpl statement = new StatementImpl(this);
        statements.add(statement);
        return statement;
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        checkOpen();
        PreparedStatementImpl statement = new PreparedStatementImpl(this, parse(sql, true));
        statements.add(statement);
        return statement;
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        return Escapes.translate(sql);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        return new DatabaseMeta(this, new ServerQueries(this, shared, options), options);
    }

    @Override
    public void close() throws SQLException {
        if (!closed.compareAndSet(false, true)) return;
        for (StatementBase statement : statements.toArray(new StatementBase[0])) statement.close();
        shared.release();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) throw SqlErrors.argument("The executor is null; give one");
        close();
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (timeout < 0) throw SqlErrors.argument("The timeout is " + timeout + " s; give 0 or more");
        if (closed.get() || refused) return false;
        Duration limit = Duration.ofSeconds(timeout == 0 ? VALID_SECONDS : timeout);
        try {
            return shared.client().ping(limit).get(limit.getSeconds() + 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false;
        }
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        checkOpen();
        if (milliseconds < 0)
            throw SqlErrors.argument("The network timeout is " + milliseconds + " ms; give 0 for none");
        if (milliseconds > 0 && executor == null) throw SqlErrors.argument("The executor is null; give one");
        networkTimeout = milliseconds;
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return networkTimeout;
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        checkOpen();
        this.readOnly = readOnly;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        checkOpen();
        return readOnly;
    }

    private boolean hasSchemas() {
        return "schema".equals(options.text(Property.DATABASE_TERM));
    }

    private String currentDatabase() throws SQLException {
        checkOpen();
        // Where neither URL nor user say, the server's own is "default" for nearly all users, but only it knows.
        return database != null ? database : new ServerQueries(this, shared, options).currentDatabase();
    }

    private void use(String name) throws SQLException {
        checkOpen();
        database = name == null || name.isEmpty() ? options.database() : name;
        if (session && database != null) {
            try (Statement use = createStatement()) {
                use.execute("USE " + Quotes.name(database));
            }
        }
    }

    @Override
    public String getCatalog() throws SQLException {
        return hasSchemas() ? null : currentDatabase();
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        use(catalog);
    }

    @Override
    public String getSchema() throws SQLException {
        return hasSchemas() ? currentDatabase() : null;
    }

    /** The database as well: pools and older code call it so. */
    @Override
    public void setSchema(String schema) throws SQLException {
        use(schema);
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        if (closed.get()) {
            throw new SQLClientInfoException(
                    SqlErrors.closedConnection().getMessage(),
                    "08003",
                    Collections.<String, ClientInfoStatus>emptyMap());
        }
        if (APPLICATION_NAME.equals(name)) name(value);
        else
            warn(new SQLWarning(
                    "There is no client info " + name + ": " + APPLICATION_NAME + " is known, and sent as log_comment",
                    "01000"));
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        setClientInfo(APPLICATION_NAME, properties.getProperty(APPLICATION_NAME));
        for (String name : properties.stringPropertyNames()) {
            if (!name.equals(APPLICATION_NAME)) setClientInfo(name, properties.getProperty(name));
        }
    }

    @Override
    public String getClientInfo(String name) throws SQLException {
        checkOpen();
        return clientInfo.getProperty(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        Properties copy = new Properties();
        copy.putAll(clientInfo);
        return copy;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type == ClickHouseAsyncClient.class) return type.cast(client());
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type == ClickHouseAsyncClient.class || type.isInstance(this);
    }

    @Override
    public String toString() {
        return "Connection to " + options.shownUrl() + (closed.get() ? ", closed" : "");
    }
}
