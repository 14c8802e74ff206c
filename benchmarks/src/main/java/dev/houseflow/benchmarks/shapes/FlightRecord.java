package dev.houseflow.benchmarks.shapes;

import java.time.Instant;

/** One of the three million flights. As a Java record. */
public record FlightRecord(Instant date, Long delay, Long distance, String origin, String destination)
        implements Summed {
    @Override
    public long checksum() {
        return Checksum.of(date)
                + Checksum.of(delay)
                + Checksum.of(distance)
                + Checksum.of(origin)
                + Checksum.of(destination);
    }
}
