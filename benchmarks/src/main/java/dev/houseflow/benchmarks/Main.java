package dev.houseflow.benchmarks;

import dev.houseflow.Compression;
import dev.houseflow.benchmarks.replay.Recordings;
import dev.houseflow.benchmarks.replay.ReplayProcess;
import dev.houseflow.benchmarks.work.Bench;
import dev.houseflow.benchmarks.work.CallersWork;
import dev.houseflow.benchmarks.work.EngineWork;
import dev.houseflow.benchmarks.work.GrowthWork;
import dev.houseflow.benchmarks.work.InsertWork;
import dev.houseflow.benchmarks.work.InserterWork;
import dev.houseflow.benchmarks.work.JdbcCallersWork;
import dev.houseflow.benchmarks.work.JdbcInsertWork;
import dev.houseflow.benchmarks.work.JdbcReadWork;
import dev.houseflow.benchmarks.work.ListenersWork;
import dev.houseflow.benchmarks.work.MemoryWork;
import dev.houseflow.benchmarks.work.Ratios;
import dev.houseflow.benchmarks.work.ReadWork;
import dev.houseflow.benchmarks.work.StreamWork;
import dev.houseflow.benchmarks.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs Houseflow beside other clients on the same recorded answers, in turns, in one process, and
 * prints tables and one line {@code ratio <work> <dataset> <ours/theirs>} each.
 *
 * <p>Started by {@code benchmarks/run [--quick | --check] [--tables] [WORK | all [DATASET]]};
 * {@code --fetch} alone brings the engine and the data that come from elsewhere, for runs without a
 * network.
 */
public final class Main {
    /** Everything that can be measured, in the order of the output. */
    private static final List<Work> WORKS = List.of(
            ReadWork.plain(),
            ReadWork.compressed(Compression.LZ4),
            ReadWork.compressed(Compression.ZSTD),
            new EngineWork(),
            new InsertWork(),
            new InserterWork(),
            new CallersWork(),
            new StreamWork(),
            new MemoryWork(),
            new GrowthWork(),
            new ListenersWork(),
            new JdbcReadWork(),
            new JdbcInsertWork(),
            new JdbcCallersWork());

    private Main() {}

    /** Runs everything, or what the arguments pick; see the class. */
    public static void main(String[] args) throws Exception {
        List<String> picks = new ArrayList<>(List.of(args));
        if (picks.equals(List.of("--fetch"))) {
            Recordings.fetch();
            return;
        }
        Bench.Effort effort = picks.remove("--check")
                ? Bench.Effort.CHECK
                : picks.remove("--quick") ? Bench.Effort.QUICK : Bench.Effort.FULL;
        boolean tables = picks.remove("--tables");
        String work = picks.isEmpty() || picks.get(0).equals("all") ? null : picks.get(0);
        String dataset = picks.size() < 2 ? null : picks.get(1);
        boolean found = false;
        System.out.println("JDK " + Runtime.version().feature() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, TCP congestion control "
                + congestionControl() + (tables ? ", blocks as tables give them" : ""));
        Ratios ratios = new Ratios();
        try (Recordings recordings = new Recordings(Recordings.cache(), tables);
                ReplayProcess replay = new ReplayProcess(recordings.directory())) {
            Bench bench = new Bench(effort, recordings, replay, ratios);
            for (Work each : WORKS) {
                Set<String> picked = new LinkedHashSet<>(each.names());
                picked.removeIf(name -> work != null && !work.equals(name));
                for (String subject : each.datasets()) {
                    if (!picked.isEmpty() && (dataset == null || dataset.equals(subject))) {
                        found = true;
                        each.run(bench, subject, picked);
                    }
                }
            }
        }
        if (effort == Bench.Effort.CHECK && found) {
            System.out.println("\neverybody read the same values; the figures above measure nothing");
        } else if (found) {
            ratios.print();
        } else {
            System.err.println("usage: benchmarks/run [--quick | --check] [--tables] [WORK | all [DATASET]]");
            WORKS.forEach(each -> System.err.println(
                    "  " + String.join(" | ", each.names()) + "  on  " + String.join(" | ", each.datasets())));
            System.exit(2);
        }
        // Some clients leave threads behind that would keep the process.
        System.exit(0);
    }

    /** What TCP paces its sending by on this machine; other systems than Linux do not say. */
    private static String congestionControl() throws IOException {
        Path setting = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
        return Files.isReadable(setting) ? Files.readString(setting).trim() : "unknown";
    }
}
