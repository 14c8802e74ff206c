package dev.houseflow.samples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Real data: three million flights within the United States in the first half of 2001, and its airports, from npm's vega-datasets. */
public final class SampleData {
    private static final String VERSION = "3.2.1";
    private static final List<String> FILES = List.of("flights-3m.parquet", "airports.csv");

    private final Path directory;

    private SampleData(Path directory) {
        this.directory = directory;
    }

    /** Fetches the data by npm, once, and keeps them in the user's cache. */
    public static SampleData fetch() throws IOException, InterruptedException {
        Path directory =
                Files.createDirectories(cache().resolve("vega-datasets").resolve(VERSION));
        if (!FILES.stream().allMatch(file -> Files.exists(directory.resolve(file)))) {
            System.err.println("Fetching the flights with npm (18 MB, once) ...");
            fetch(directory);
        }
        return new SampleData(directory);
    }

    /** The lock file pins the package by its SHA-512. A file gets its final name when it is whole, so runs may overlap. */
    private static void fetch(Path directory) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(directory, ".fetch-");
        try {
            for (String name : List.of("package.json", "package-lock.json")) {
                try (InputStream in = SampleData.class.getResourceAsStream("flights/" + name)) {
                    Files.copy(in, work.resolve(name));
                }
            }
            npmInstall(work);
            for (String file : FILES) {
                Files.move(
                        work.resolve("node_modules/vega-datasets/data").resolve(file),
                        directory.resolve(file),
                        StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            delete(work);
        }
    }

    private static void npmInstall(Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("npm.out");
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (npm.waitFor() != 0) {
            throw new IOException(
                    "npm could not fetch the flights:\n" + Files.readString(output, StandardCharsets.UTF_8));
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) delete(child);
            }
        }
        Files.deleteIfExists(path);
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured != null && !configured.isEmpty()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("houseflow");
    }

    /** Parquet: date (the departure), delay (minutes), distance (miles), origin, destination (codes of airports). */
    public Path flights() {
        return directory.resolve("flights-3m.parquet");
    }

    /** CSV with a line of names: iata (the code), name, city, state, country, latitude, longitude. */
    public Path airports() {
        return directory.resolve("airports.csv");
    }
}
