package dev.houseflow.samples.spring;

import dev.houseflow.QueryRequest;
import dev.houseflow.samples.Flights;
import java.time.Instant;

/**
 * A row of the table of flights.
 *
 * @param date the departure
 * @param delay in minutes
 * @param distance in miles
 */
public record Flight(Instant date, int delay, int distance, String origin, String destination) {
    /** The flights from an airport, or all where {@code origin} is {@code null}. */
    static QueryRequest from(String origin, long limit) {
        return QueryRequest.builder(Flights.FROM_AIRPORT)
                .parameter("origin", origin)
                .parameter("limit", limit)
                .build();
    }
}
