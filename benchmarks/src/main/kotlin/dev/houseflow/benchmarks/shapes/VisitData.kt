package dev.houseflow.benchmarks.shapes

import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.time.Instant

/** The columns of the data set `mixed`. As a Kotlin data class. */
@Serializable
public data class VisitData(
    val id: Long,
    val time: @Contextual Instant,
    val city: String,
    val url: String,
    val price: Double,
    val amount: Int,
    val referrer: Long?,
    val active: Boolean,
) : Summed {
    override fun checksum(): Long = Checksum.of(id) +
        Checksum.of(time) +
        Checksum.of(city) +
        Checksum.of(url) +
        Checksum.of(price) +
        Checksum.of(amount) +
        Checksum.of(referrer) +
        Checksum.of(active)
}
