package dev.houseflow.benchmarks.shapes;

import java.time.Instant;

/** The taxi-like columns of the data set {@code simple}. As a Java record. */
public record TripRecord(
        long tripId,
        Instant pickup,
        Instant dropoff,
        Double pickupLongitude,
        Double pickupLatitude,
        Double dropoffLongitude,
        Double dropoffLatitude,
        int passengers,
        float distance,
        float fare,
        float extra,
        float tip,
        float tolls,
        float total,
        String payment,
        String pickupArea,
        String dropoffArea)
        implements Summed {
    @Override
    public long checksum() {
        return Checksum.of(tripId)
                + Checksum.of(pickup)
                + Checksum.of(dropoff)
                + Checksum.of(pickupLongitude)
                + Checksum.of(pickupLatitude)
                + Checksum.of(dropoffLongitude)
                + Checksum.of(dropoffLatitude)
                + Checksum.of(passengers)
                + Checksum.of(distance)
                + Checksum.of(fare)
                + Checksum.of(extra)
                + Checksum.of(tip)
                + Checksum.of(tolls)
                + Checksum.of(total)
                + Checksum.of(payment)
                + Checksum.of(pickupArea)
                + Checksum.of(dropoffArea);
    }
}
