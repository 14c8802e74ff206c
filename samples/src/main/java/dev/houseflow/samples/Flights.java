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
}
