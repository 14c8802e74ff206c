package dev.houseflow.benchmarks.shapes

import kotlinx.serialization.Serializable

/** Five numeric columns. As a Kotlin data class. */
@Serializable
public data class NumericData(
    val a: Long,
    val b: Long,
    val c: Double,
    val d: Int,
    val e: Int,
) : Summed {
    override fun checksum(): Long = Checksum.of(a) +
        Checksum.of(b) +
        Checksum.of(c) +
        Checksum.of(d) +
        Checksum.of(e)
}
