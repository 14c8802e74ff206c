package dev.houseflow.benchmarks.work;

import dev.houseflow.benchmarks.clients.JdbcReading;
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.replay.Recordings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads every value of one answer by the same getters of each JDBC driver, uncompressed. */
public final class JdbcReadWork implements Work {
    private static final String NAME = "jdbc";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<String> datasets() {
        return Dataset.names().stream()
                .filter(name -> JdbcReading.knows(Dataset.of(name, true)))
                .toList();
    }

    @Override
    public void run(Bench bench, String name, Set<String> picked) throws Exception {
        Dataset dataset = Dataset.of(name, bench.quick());
        String endpoint = bench.replay().endpoint();
        String ours = Recordings.sql(bench.recordings().key(dataset, "Native", "plain"));
        String theirs = Recordings.sql(bench.recordings().key(dataset, "RowBinaryWithNamesAndTypes", "plain"));
        try (SideBySide all = new SideBySide(name, dataset.rows())) {
            all.add(JdbcDrivers.OURS, new JdbcReading(JdbcDrivers.houseflow(endpoint, ""), dataset, ours, () -> {}));
            all.add(
                    JdbcDrivers.CLICKHOUSE,
                    new JdbcReading(JdbcDrivers.clickhouse(endpoint, false), dataset, theirs, () -> {}));
            if (bench.effort() == Bench.Effort.QUICK) {
                System.out.println("\nhousepower: not in a quick run");
            } else {
                ReadWork.addHousepower(all, bench, dataset);
            }
            Map<String, SideBySide.Result> results = bench.compare(name + " by JDBC", dataset.rows(), all);
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
}
