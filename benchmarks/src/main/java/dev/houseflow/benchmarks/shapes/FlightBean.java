package dev.houseflow.benchmarks.shapes;

import java.time.ZonedDateTime;

/** One of the three million flights. As a bean, for readers that need one. */
public final class FlightBean implements Summed {
    private ZonedDateTime date;
    private Long delay;
    private Long distance;
    private String origin;
    private String destination;

    public ZonedDateTime getDate() {
        return date;
    }

    public void setDate(ZonedDateTime date) {
        this.date = date;
    }

    public Long getDelay() {
        return delay;
    }

    public void setDelay(Long delay) {
        this.delay = delay;
    }

    public Long getDistance() {
        return distance;
    }

    public void setDistance(Long distance) {
        this.distance = distance;
    }

    public String getOrigin() {
        return origin;
    }

    public void setOrigin(String origin) {
        this.origin = origin;
    }

    public String getDestination() {
        return destination;
    }

    public void setDestination(String destination) {
        this.destination = destination;
    }

    @Override
    public long checksum() {
        return Checksum.of(date)
                + Checksum.of(delay)
                + Checksum.of(distance)
                + Checksum.of(origin)
                + Checksum.of(destination);
    }
}
