package dev.houseflow.shell;

import dev.houseflow.ClickHouseException;
import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The names of a server's schema, for completion: asked for in the background, and again after a
 * statement that may have changed them. A server that refuses a list is one without it.
 */
final class SchemaNames implements AutoCloseable {
    /** More names than that of one kind are no help at a prompt. */
    private static final int MOST = 20_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final ClickHouseAsyncClient client;
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "houseflow-sql-schema");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, List<String>> columnsOf = new ConcurrentHashMap<>();
    private volatile List<String> keywords = Keywords.ALL;
    private volatile List<String> functions = List.of();
    private volatile List<String> databases = List.of();
    private volatile List<String> tables = List.of();
    private volatile List<String> columns = List.of();
    private volatile String database = "default";

    /** @param client belongs to the caller */
    SchemaNames(ClickHouseAsyncClient client) {
        this.client = client;
    }

    /** Asks for everything once, in the background. */
    void begin(String currentDatabase) {
        background.execute(() -> {
            functions = names("SELECT name FROM system.functions", functions);
            keywords = names("SELECT keyword FROM system.keywords", keywords);
        });
        reload(currentDatabase);
    }

    /** Asks for databases, tables and columns, in the background. */
    void reload(String currentDatabase) {
        database = currentDatabase;
        background.execute(() -> {
            databases = names("SELECT name FROM system.databases", databases);
            tables = names("SELECT name FROM system.tables WHERE database = " + text(currentDatabase), List.of());
            columns = names(
                    "SELECT DISTINCT name FROM system.columns WHERE database = " + text(currentDatabase), List.of());
            columnsOf.clear();
        });
    }

    /** Waits until all that was asked for is there; for tests. */
    void await() throws InterruptedException, ExecutionException {
        background.submit(() -> {}).get();
    }

    List<String> keywords() {
        return keywords;
    }

    List<String> functions() {
        return functions;
    }

    List<String> databases() {
        return databases;
    }

    List<String> tables() {
        return tables;
    }

    List<String> columns() {
        return columns;
    }

    /**
     * The tables of a database, and the columns of a table of the current one, by its plain name.
     */
    List<String> below(String parent) {
        String name = text(parent);
        return lookUp(
                parent,
                "SELECT name FROM system.tables WHERE database = " + name
                        + " UNION ALL SELECT name FROM system.columns WHERE table = " + name + " AND database = "
                        + text(database));
    }

    /** The columns of a table of any database. */
    List<String> columns(String ofDatabase, String table) {
        return lookUp(
                ofDatabase + "." + table,
                "SELECT name FROM system.columns WHERE database = " + text(ofDatabase) + " AND table = " + text(table));
    }

    /** A prompt waits for names no longer than a second; the next time they are there. */
    private List<String> lookUp(String key, String sql) {
        List<String> known = columnsOf.get(key);
        if (known != null) return known;
        try {
            return background
                    .submit(() -> columnsOf.computeIfAbsent(key, missing -> names(sql, List.of())))
                    .get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<String> names(String sql, List<String> otherwise) {
        QueryRequest request = QueryRequest.builder("SELECT * FROM (" + sql + ") LIMIT " + MOST)
                .timeout(TIMEOUT)
                .build();
        try (var names = client.stream(request, String.class)) {
            return names.stream().map(SchemaNames::written).toList();
        } catch (ClickHouseException e) {
            return otherwise;
        }
    }

    /** A name as it stands in a statement. */
    private static String written(String name) {
        boolean words = name.chars().allMatch(c -> c == ' ' || Character.isLetterOrDigit(c) || c == '_');
        boolean keyword = words && name.equals(name.toUpperCase(java.util.Locale.ROOT));
        return keyword || PLAIN.matcher(name).matches()
                ? name
                : '`' + name.replace("\\", "\\\\").replace("`", "\\`") + '`';
    }

    private static String text(String value) {
        return '\'' + value.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
