package dev.houseflow.benchmarks.shapes

import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.time.Instant

/** The taxi-like columns of the data set `simple`. As a Kotlin data class. */
@Serializable
public data class TripData(
    val tripId: Long,
    val pickup: @Contextual Instant,
    val dropoff: @Contextual Instant,
    val pickupLongitude: Double?,
    val pickupLatitude: Double?,
    val dropoffLongitude: Double?,
    val dropoffLatitude: Double?,
    val passengers: Int,
    val distance: Float,
    val fare: Float,
    val extra: Float,
    val tip: Float,
    val tolls: Float,
    val total: Float,
    val payment: String,
    val pickupArea: String,
    val dropoffArea: String,
) : Summed {
    override fun checksum(): Long = Checksum.of(tripId) +
        Checksum.of(pickup) +
        Checksum.of(dropoff) +
        Checksum.of(pickupLongitude) +
        Checksum.of(pickupLatitude) +
        Checksum.of(dropoffLongitude) +
        Checksum.of(dropoffLatitude) +
        Checksum.of(passengers) +
        Checksum.of(distance) +
        Checksum.of(fare) +
        Checksum.of(extra) +
        Checksum.of(tip) +
        Checksum.of(tolls) +
        Checksum.of(total) +
        Checksum.of(payment) +
        Checksum.of(pickupArea) +
        Checksum.of(dropoffArea)
}
