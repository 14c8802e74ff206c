package dev.houseflow.benchmarks.work;

import dev.houseflow.Compression;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.benchmarks.clients.JdbcInserting;
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.replay.NativeServer;
import dev.houseflow.benchmarks.replay.Recordings;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Batches of a prepared insert by the same setters of each JDBC driver, until the answer of a
 * server that drops what it reads.
 */
public final class JdbcInsertWork implements Work {
    private static final String NAME = "jdbc-insert";
    private static final String TABLE = "inserted";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<String> datasets() {
        return List.of("wide", "simple", "flights", "numeric", "mixed");
    }

    @Override
    public void run(Bench bench, String name, Set<String> picked) throws Exception {
        // The smaller form always: all rows are in memory.
        Dataset dataset = Dataset.of(name, true);
        String endpoint = bench.replay().endpoint();
        String key = bench.recordings().key(dataset, "Native", "plain");
        List<Object[]> rows = rows(endpoint, key, dataset);
        String sql = sql(InsertWork.columns(endpoint, key).keySet());
        try (SideBySide ways = new SideBySide(name, rows.size())) {
            // The name of the database tells the replay server which table to describe.
            Connection ours = JdbcDrivers.houseflow(endpoint, "database=replay:" + key);
            ways.add(JdbcDrivers.OURS, new JdbcInserting(ours, sql, dataset, rows, () -> {}));
            Connection theirs = JdbcDrivers.clickhouse(endpoint, false);
            ways.add(JdbcDrivers.CLICKHOUSE, new JdbcInserting(theirs, sql, dataset, rows, () -> {}));
            if (bench.effort() != Bench.Effort.QUICK) {
                addHousepower(ways, bench, dataset, sql, rows);
            }
            Map<String, SideBySide.Result> results = bench.compare(name + ", batches by JDBC", rows.size(), ways);
            double millis = results.get(JdbcDrivers.OURS).millis();
            bench.ratio(NAME, name, results.get(JdbcDrivers.CLICKHOUSE).millis() / millis);
            if (results.containsKey(JdbcDrivers.HOUSEPOWER)) {
                bench.ratio(
                        NAME + "-to-housepower",
                        name,
                        results.get(JdbcDrivers.HOUSEPOWER).millis() / millis);
            }
        }
    }

    /** A table in the server of this machine that drops its rows; that server's work is in the time. */
    private static void addHousepower(SideBySide ways, Bench bench, Dataset dataset, String sql, List<Object[]> rows)
            throws Exception {
        Optional<NativeServer> server = JdbcDrivers.nativeServer();
        if (server.isEmpty()) {
            return;
        }
        try {
            server.get().makeSink(TABLE, bench.recordings(), dataset);
            JdbcInserting inserting =
                    new JdbcInserting(server.get().housepower(), sql, dataset, rows, server.get()::close);
            // It has no setters for some types.
            inserting.readAll();
            ways.add(JdbcDrivers.HOUSEPOWER, inserting);
        } catch (SQLException | RuntimeException e) {
            server.get().close();
            System.out.println("\nhousepower does not insert " + dataset.name() + ": " + e);
        } catch (IOException e) {
            server.get().close();
            throw e;
        }
    }

    private static String sql(Set<String> columns) {
        return "INSERT INTO " + TABLE + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    }

    /** All rows of a recording, each value as its setter takes it. */
    private static List<Object[]> rows(String endpoint, String key, Dataset dataset) {
        List<Object[]> all = new ArrayList<>(dataset.rows());
        Dataset.Column[] columns = dataset.columns().toArray(Dataset.Column[]::new);
        try (ClickHouseAsyncClient client = client(endpoint);
                RowStream<Row> rows = client.rows(QueryRequest.of(Recordings.sql(key)))) {
            while (rows.hasNext()) {
                Row row = rows.next();
                Object[] values = new Object[columns.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.isNull(i) ? null : value(row, i, columns[i].kind());
                }
                all.add(values);
            }
        }
        return all;
    }

    private static Object value(Row row, int i, Dataset.Kind kind) {
        return switch (kind) {
            case LONG -> row.getLong(i);
            case INT -> row.getInt(i);
            case DOUBLE -> row.getDouble(i);
            case FLOAT -> row.getFloat(i);
            case BOOLEAN -> row.getBoolean(i);
            case INSTANT -> Timestamp.from(row.getInstant(i));
            default -> row.getString(i);
        };
    }

    private static ClickHouseAsyncClient client(String endpoint) {
        return ClickHouseAsyncClient.builder(endpoint)
                .compression(Compression.NONE)
                .build();
    }
}
