package dev.houseflow.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The three million real flights: a Parquet file in the npm package {@code vega-datasets}, which
 * npm brings once.
 */
public final class Flights {
    private static final String PACKAGE = "vega-datasets@3.2.1";
    private static final String FILE = "package/data/flights-3m.parquet";

    private Flights() {}

    /** The file, in or below {@code cache}. */
    public static Path file(Path cache) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(cache.resolve("npm"));
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            run(directory, "npm", "pack", "--silent", PACKAGE);
            try (Stream<Path> packed = Files.list(directory)) {
                Path archive = packed.filter(path -> path.toString().endsWith(".tgz"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("npm pack left no archive in " + directory));
                run(directory, "tar", "-xzf", archive.toString(), FILE);
                Files.delete(archive);
            }
        }
        return file;
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end within 3 minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed; its own words stand above");
        }
    }
}
