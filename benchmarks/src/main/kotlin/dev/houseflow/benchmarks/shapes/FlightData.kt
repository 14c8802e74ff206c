package dev.houseflow.benchmarks.shapes

import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.time.Instant

/** One of the three million flights. As a Kotlin data class. */
@Serializable
public data class FlightData(
    val date: @Contextual Instant?,
    val delay: Long?,
    val distance: Long?,
    val origin: String?,
    val destination: String?,
) : Summed {
    override fun checksum(): Long = Checksum.of(date) +
        Checksum.of(delay) +
        Checksum.of(distance) +
        Checksum.of(origin) +
        Checksum.of(destination)
}
