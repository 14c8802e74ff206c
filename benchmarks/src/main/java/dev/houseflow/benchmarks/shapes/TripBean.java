package dev.houseflow.benchmarks.shapes;

import java.time.ZonedDateTime;

/** The taxi-like columns of the data set {@code simple}. As a bean, for readers that need one. */
public final class TripBean implements Summed {
    private long tripId;
    private ZonedDateTime pickup;
    private ZonedDateTime dropoff;
    private Double pickupLongitude;
    private Double pickupLatitude;
    private Double dropoffLongitude;
    private Double dropoffLatitude;
    private int passengers;
    private float distance;
    private float fare;
    private float extra;
    private float tip;
    private float tolls;
    private float total;
    // Their reader gives an object of its own here, whose toString() is the name.
    private Object payment;
    private String pickupArea;
    private String dropoffArea;

    public long getTripId() {
        return tripId;
    }

    public void setTripId(long tripId) {
        this.tripId = tripId;
    }

    public ZonedDateTime getPickup() {
        return pickup;
    }

    public void setPickup(ZonedDateTime pickup) {
        this.pickup = pickup;
    }

    public ZonedDateTime getDropoff() {
        return dropoff;
    }

    public void setDropoff(ZonedDateTime dropoff) {
        this.dropoff = dropoff;
    }

    public Double getPickupLongitude() {
        return pickupLongitude;
    }

    public void setPickupLongitude(Double pickupLongitude) {
        this.pickupLongitude = pickupLongitude;
    }

    public Double getPickupLatitude() {
        return pickupLatitude;
    }

    public void setPickupLatitude(Double pickupLatitude) {
        this.pickupLatitude = pickupLatitude;
    }

    public Double getDropoffLongitude() {
        return dropoffLongitude;
    }

    public void setDropoffLongitude(Double dropoffLongitude) {
        this.dropoffLongitude = dropoffLongitude;
    }

    public Double getDropoffLatitude() {
        return dropoffLatitude;
    }

    public void setDropoffLatitude(Double dropoffLatitude) {
        this.dropoffLatitude = dropoffLatitude;
    }

    public int getPassengers() {
        return passengers;
    }

    public void setPassengers(int passengers) {
        this.passengers = passengers;
    }

    public float getDistance() {
        return distance;
    }

    public void setDistance(float distance) {
        this.distance = distance;
    }

    public float getFare() {
        return fare;
    }

    public void setFare(float fare) {
        this.fare = fare;
    }

    public float getExtra() {
        return extra;
    }

    public void setExtra(float extra) {
        this.extra = extra;
    }

    public float getTip() {
        return tip;
    }

    public void setTip(float tip) {
        this.tip = tip;
    }

    public float getTolls() {
        return tolls;
    }

    public void setTolls(float tolls) {
        this.tolls = tolls;
    }

    public float getTotal() {
        return total;
    }

    public void setTotal(float total) {
        this.total = total;
    }

    public Object getPayment() {
        return payment;
    }

    public void setPayment(Object payment) {
        this.payment = payment;
    }

    public String getPickupArea() {
        return pickupArea;
    }

    public void setPickupArea(String pickupArea) {
        this.pickupArea = pickupArea;
    }

    public String getDropoffArea() {
        return dropoffArea;
    }

    public void setDropoffArea(String dropoffArea) {
        this.dropoffArea = dropoffArea;
    }

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
                + Checksum.of(payment.toString())
                + Checksum.of(pickupArea)
                + Checksum.of(dropoffArea);
    }
}
