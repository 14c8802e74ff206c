package dev.houseflow.samples;

import java.util.List;

/** The SQL that both quickstarts run. */
public final class Flights {
    private Flights() {}

    /** How many there are. */
    public static final long COUNT = 3_000_000;

    /** The tables that a quickstart makes, and first drops where an earlier one has left them. */
    public static final List<String> TABLES =
            List.of("quickstart_flights", "quickstart_airports", "quickstart_late_flights");

    public static final String CREATE_FLIGHTS = """
            CREATE TABLE quickstart_flights (
                date DateTime('UTC'), delay Int16, distance UInt16,
                origin LowCardinality(String), destination LowCardinality(String)
            ) ENGINE MergeTree ORDER BY (origin, date)
            """;

    public static final String CREATE_AIRPORTS = """
            CREATE TABLE quickstart_airports (
                iata String, name String, city String, state String, country String, latitude Float64, longitude Float64
            ) ENGINE MergeTree ORDER BY iata
            """;

    public static final String CREATE_LATE_FLIGHTS = """
            CREATE TABLE quickstart_late_flights (date DateTime('UTC'), origin String, destination String, hours_late Float64)
            ENGINE MergeTree ORDER BY date
            """;

    /** The ten busiest routes. */
    public static final String ROUTES = """
            SELECT a.name AS origin, b.name AS destination, flights
            FROM (SELECT origin AS o, destination AS d, count() AS flights FROM quickstart_flights GROUP BY o, d ORDER BY flights DESC, o, d LIMIT 10) AS r
            LEFT JOIN quickstart_airports AS a ON a.iata = r.o
            LEFT JOIN quickstart_airports AS b ON b.iata = r.d
            ORDER BY flights DESC, o, d
            """;

    /** Delay by hour of departure. */
    public static final String HOURS =
            "SELECT toHour(date) AS hour, count() AS flights, avg(delay) AS average_delay FROM quickstart_flights GROUP BY hour ORDER BY hour";

    /** Each month's three origins with the highest average delay, among those with at least {@code {least:UInt64}} flights in it. */
    public static final String DELAYED_ORIGINS = """
            SELECT month, a.name AS origin, flights, average_delay
            FROM (
                SELECT toMonth(date) AS month, origin AS o, count() AS flights, avg(delay) AS average_delay
                FROM quickstart_flights GROUP BY month, o HAVING flights >= {least:UInt64}
                ORDER BY month, average_delay DESC, o LIMIT 3 BY month
            ) AS m
            LEFT JOIN quickstart_airports AS a ON a.iata = m.o
            ORDER BY month, average_delay DESC, o
            """;

    /**
     * Flights that were {@code {minutes:Int16}} or more late, in the order of the table, so that the first rows come while the others are
     * still being read.
     */
    public static final String LATE = """
            SELECT concat(origin, '-', destination) AS flight, date, distance, delay
            FROM quickstart_flights WHERE delay >= {minutes:Int16} ORDER BY origin, date
            """;

    /**
     * How sure the average delay of each origin is: every flight counts in a random half of all {@code {resamples:UInt16}} resamples, and
     * how far their averages lie apart says it. Blocks are small: between two of them the server tells of progress, and looks whether it
     * was cancelled.
     */
    public static final String SURE = """
            WITH
                arrayMap(i -> bitAnd(sipHash64(date, destination, delay, i), 1), range({resamples:UInt16})) AS chosen,
                arrayMap((total, n) -> total / greatest(n, 1), sumForEach(arrayMap(x -> x * delay, chosen)), sumForEach(chosen)) AS averages
            SELECT
                origin, count() AS flights, round(arrayMin(averages), 1) AS lowest, round(arrayMax(averages), 1) AS highest,
                round(avg(delay), 1) AS average_delay
            FROM quickstart_flights GROUP BY origin ORDER BY origin
            SETTINGS max_threads = 1, max_block_size = 8192
            """;

    /** Flights from {@code {origin:Nullable(String)}}, or all, in the order of the table, which is read as they are sent. */
    public static final String FROM_AIRPORT = """
            SELECT * FROM quickstart_flights
            WHERE origin = {origin:Nullable(String)} OR {origin:Nullable(String)} IS NULL ORDER BY origin, date LIMIT {limit:UInt64}
            """;
}
