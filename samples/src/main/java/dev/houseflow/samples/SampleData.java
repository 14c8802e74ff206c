package dev.houseflow.samples;

import dev.houseflow.embedded.internal.supply.NpmSupply;
import dev.houseflow.embedded.internal.supply.SuppliedFile;
import dev.houseflow.embedded.internal.supply.UserCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Real data: three million flights within the United States in the first half of 2001, and its airports, from npm's vega-datasets. */
public final class SampleData {
    private static final String VERSION = "3.2.1";
    private static final SuppliedFile FLIGHTS = new SuppliedFile(
            "vega-datasets/data/flights-3m.parquet",
            "flights-3m.parquet",
            13_493_022,
            "dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0");
    private static final SuppliedFile AIRPORTS = new SuppliedFile(
            "vega-datasets/data/airports.csv",
            "airports.csv",
            210_365,
            "903c7169e6d558eefb95295fe2947ec8503135fbb855ea5c737cf4a90ea603ad");

    private final Path directory;

    private SampleData(Path directory) {
        this.directory = directory;
    }

    /** Fetches the data by npm, once, and keeps them in the user's cache. */
    public static SampleData fetch() throws IOException, InterruptedException {
        Path directory = UserCache.directory().resolve("vega-datasets").resolve(VERSION);
        new NpmSupply("the flights", "18 MB", SampleData.class, "flights", List.of(FLIGHTS, AIRPORTS))
                .ensureIn(directory, System.err);
        return new SampleData(directory);
    }

    /** Parquet: date (the departure), delay (minutes), distance (miles), origin, destination (codes of airports). */
    public Path flights() {
        return directory.resolve(FLIGHTS.name());
    }

    /** CSV with a line of names: iata (the code), name, city, state, country, latitude, longitude. */
    public Path airports() {
        return directory.resolve(AIRPORTS.name());
    }
}
