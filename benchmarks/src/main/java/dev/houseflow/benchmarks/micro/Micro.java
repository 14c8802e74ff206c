package dev.houseflow.benchmarks.micro;

import dev.houseflow.benchmarks.replay.Recordings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the codec of every type by itself and prints GB/s beside those of a memory copy. Started
 * by {@code benchmarks/micro [FILTER]}.
 */
public final class Micro {
    private static final List<String> WORKS = List.of("read", "write", "append", "copy");
    private static final double GIGA = 1e9;

    private Micro() {}

    /**
     * @param args a regular expression that picks types by a part of their names; all of them
     *     without it
     */
    public static void main(String[] args) throws Exception {
        Pattern filter = Pattern.compile(args.length == 0 ? "" : args[0]);
        List<String> types = ColumnTypes.all().keySet().stream()
                .filter(type -> filter.matcher(type).find())
                .toList();
        if (types.isEmpty()) {
            System.err.println("no type's name contains " + filter + "; there are "
                    + ColumnTypes.all().keySet());
            System.exit(2);
        }
        try (Recordings recordings = new Recordings(Recordings.cache(), false)) {
            for (String type : types) {
                ColumnCodecs.record(recordings, type);
            }
        }
        System.out.printf(
                "GB/s of Native%n%-36s %8s %8s %8s %8s %10s%n", "", "read", "write", "append", "copy", "read/copy");
        for (String type : types) {
            Map<String, Double> speeds = measure(type);
            System.out.printf(Locale.ROOT, "%-36s", type);
            WORKS.forEach(work -> System.out.printf(Locale.ROOT, " %8.2f", speeds.get(work)));
            System.out.printf(Locale.ROOT, " %10.3f%n", speeds.get("read") / speeds.get("copy"));
        }
    }

    private static Map<String, Double> measure(String type) throws Exception {
        Options options = new OptionsBuilder()
                .include(Pattern.quote(ColumnCodecs.class.getName()) + "\\.")
                .param("type", type)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        Map<String, Double> speeds = new LinkedHashMap<>();
        for (RunResult result : results) {
            String name = result.getPrimaryResult().getLabel();
            speeds.put(name, result.getSecondaryResults().get("bytes").getScore() / GIGA);
        }
        return speeds;
    }
}
