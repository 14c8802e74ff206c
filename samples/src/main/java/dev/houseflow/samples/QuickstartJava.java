package dev.houseflow.samples;

import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Loads three million real flights into an embedded ClickHouse, reads them back, writes some of them again, and asks three questions. */
public final class QuickstartJava {
    public record Flight(Instant date, int delay, int distance, String origin, String destination) {}

    public record LateFlight(Instant date, String origin, String destination, double hoursLate) {}

    public record Route(String origin, String destination, long flights) {}

    public record HourOfDay(int hour, long flights, double averageDelay) {}

    public record DelayedOrigin(int month, String origin, long flights, double averageDelay) {}

    private final ClickHouseAsyncClient ch;
    private final Steps steps;

    private QuickstartJava(ClickHouseAsyncClient ch, Steps steps) {
        this.ch = ch;
        this.steps = steps;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        SampleData data = SampleData.fetch();
        Steps steps = new Steps();
        steps.begin("Start ClickHouse");
        try (QuickstartServer server = QuickstartServer.of(arguments);
                ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(server.endpoint())
                        .username(server.username())
                        .password(server.password())
                        .build()) {
            String version =
                    ch.query("SELECT version()", String.class).join().rows().get(0);
            steps.end("version " + version);

            for (String table : Flights.TABLES)
                ch.execute("DROP TABLE IF EXISTS " + table).join();
            ch.execute(Flights.CREATE_AIRPORTS).join();
            ch.execute(Flights.CREATE_FLIGHTS).join();
            ch.execute(Flights.CREATE_LATE_FLIGHTS).join();
            QuickstartJava quickstart = new QuickstartJava(ch, steps);
            quickstart.load("airports", Format.CSV_WITH_NAMES, data.airports());
            quickstart.load("flights", Format.PARQUET, data.flights());
            quickstart.readBack();
            quickstart.writeLateFlights();
            quickstart.ask();
        }
        steps.printTimes();
    }

    private void load(String table, Format format, Path file) throws IOException {
        steps.begin("Load " + table);
        try (InputStream in = steps.open(file)) {
            ch.rawInsert("quickstart_" + table, format, in).join();
        }
        steps.end(count("quickstart_" + table) + " rows");
    }

    private long count(String table) {
        return ch.query("SELECT count() FROM " + table, Long.class)
                .join()
                .rows()
                .get(0);
    }

    /** Constant memory: no more than a few blocks of rows are ever there at once. */
    private void readBack() {
        steps.begin("Read the flights as objects");
        long flights = 0;
        long miles = 0;
        try (RowStream<Flight> rows = ch.stream("SELECT * FROM quickstart_flights", Flight.class)) {
            while (rows.hasNext()) {
                miles += rows.next().distance();
                steps.progress(++flights, Flights.COUNT, "flights");
            }
        }
        steps.end(flights + " flights over " + miles + " miles");
    }

    /** One stream in, one stream out: rows are written while others are still being read. */
    private void writeLateFlights() {
        steps.begin("Write the late ones to a second table");
        try (RowStream<Flight> flights = ch.stream("SELECT * FROM quickstart_flights", Flight.class)) {
            Iterable<LateFlight> late = () -> flights.stream()
                    .filter(flight -> flight.delay() >= 60)
                    .map(flight ->
                            new LateFlight(flight.date(), flight.origin(), flight.destination(), flight.delay() / 60.0))
                    .iterator();
            ch.insert("quickstart_late_flights", late, LateFlight.class).join();
        }
        steps.end(count("quickstart_late_flights") + " rows");
    }

    private void ask() {
        steps.begin("Ask three questions");
        List<Route> routes = ch.query(Flights.ROUTES, Route.class).join().rows();
        List<HourOfDay> hours = ch.query(Flights.HOURS, HourOfDay.class).join().rows();
        QueryRequest delayedOrigins = QueryRequest.builder(Flights.DELAYED_ORIGINS)
                .parameter("least", 1000)
                .build();
        List<DelayedOrigin> origins =
                ch.query(delayedOrigins, DelayedOrigin.class).join().rows();
        steps.end(routes.size() + hours.size() + origins.size() + " rows");

        TextTable busiest = new TextTable("from", "to", "flights");
        for (Route route : routes) busiest.row(route.origin(), route.destination(), route.flights());
        busiest.print("The ten busiest routes");

        TextTable byHour = new TextTable("hour", "flights", "average delay in minutes");
        for (HourOfDay hour : hours) byHour.row(hour.hour(), hour.flights(), hour.averageDelay());
        byHour.print("Delay by hour of departure");

        TextTable delayed = new TextTable("month", "from", "flights", "average delay in minutes");
        for (DelayedOrigin origin : origins) {
            delayed.row(origin.month(), origin.origin(), origin.flights(), origin.averageDelay());
        }
        delayed.print(
                "Each month's three origins with the highest average delay, of those with at least 1,000 flights");
    }
}
