package dev.houseflow.benchmarks.work;

import dev.houseflow.benchmarks.clients.Callers;
import dev.houseflow.benchmarks.clients.JdbcCallers;
import dev.houseflow.benchmarks.replay.Recordings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many small queries a second each JDBC driver gets through with 1, 16 and 64 threads, each
 * with a connection of its own, in turns.
 */
public final class JdbcCallersWork implements Work {
    private static final String NAME = "jdbc-small-queries";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<String> datasets() {
        return CallersWork.CALLERS;
    }

    @Override
    public void run(Bench bench, String dataset, Set<String> picked) throws Exception {
        int callers = CallersWork.callers(dataset);
        String endpoint = bench.replay().endpoint();
        String ours = Recordings.sql(bench.recordings().key(CallersWork.ONE_ROW, "Native", "plain"));
        String theirs =
                Recordings.sql(bench.recordings().key(CallersWork.ONE_ROW, "RowBinaryWithNamesAndTypes", "plain"));
        String connections = "maxConnections=" + Math.max(callers, 8);
        Map<String, Callers> contenders = new LinkedHashMap<>();
        try {
            contenders.put(JdbcDrivers.OURS, new JdbcCallers(ours, () -> JdbcDrivers.houseflow(endpoint, connections)));
            contenders.put(
                    JdbcDrivers.CLICKHOUSE, new JdbcCallers(theirs, () -> JdbcDrivers.clickhouse(endpoint, false)));
            Map<String, Double> rates = CallersWork.compare("small queries by JDBC", contenders, callers, bench);
            bench.ratio(NAME, dataset, rates.get(JdbcDrivers.OURS) / rates.get(JdbcDrivers.CLICKHOUSE));
        } finally {
            contenders.values().forEach(Callers::close);
        }
    }
}
