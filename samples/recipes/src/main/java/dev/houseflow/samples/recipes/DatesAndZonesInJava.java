package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;

/** Dates and zones: moments are the same everywhere, wall clocks are those of the column's zone. */
public final class DatesAndZonesInJava {
    public record Trip(Instant leaves, ZonedDateTime arrives, LocalDate day) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute(
                            "CREATE OR REPLACE TABLE trips (leaves DateTime('Europe/Berlin'), arrives DateTime64(3, 'Asia/Tokyo'), day Date) ENGINE Memory")
                    .join();
            Trip trip = new Trip(
                    Instant.parse("2026-05-01T10:00:00Z"),
                    ZonedDateTime.parse("2026-05-01T22:30:00Z"),
                    LocalDate.of(2026, 5, 1));
            ch.insert("trips", List.of(trip), Trip.class).join();
            System.out.println(
                    ch.query("SELECT * FROM trips", Trip.class).join().rows());
        }
    }
}

// Prints:
// [Trip[leaves=2026-05-01T10:00:00Z, arrives=2026-05-02T07:30+09:00[Asia/Tokyo], day=2026-05-01]]
