package dev.houseflow.benchmarks.shapes;

import java.time.Instant;

/** The columns of the data set {@code mixed}. As a Java record. */
public record VisitRecord(
        long id, Instant time, String city, String url, double price, int amount, Long referrer, boolean active)
        implements Summed {
    @Override
    public long checksum() {
        return Checksum.of(id)
                + Checksum.of(time)
                + Checksum.of(city)
                + Checksum.of(url)
                + Checksum.of(price)
                + Checksum.of(amount)
                + Checksum.of(referrer)
                + Checksum.of(active);
    }
}
