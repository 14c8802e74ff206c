package dev.houseflow.benchmarks.shapes

import kotlinx.serialization.Serializable

/** Ten Float64, ten String, ten Int64. As a Kotlin data class. */
@Serializable
public data class WideData(
    val f0: Double,
    val f1: Double,
    val f2: Double,
    val f3: Double,
    val f4: Double,
    val f5: Double,
    val f6: Double,
    val f7: Double,
    val f8: Double,
    val f9: Double,
    val s10: String,
    val s11: String,
    val s12: String,
    val s13: String,
    val s14: String,
    val s15: String,
    val s16: String,
    val s17: String,
    val s18: String,
    val s19: String,
    val i20: Long,
    val i21: Long,
    val i22: Long,
    val i23: Long,
    val i24: Long,
    val i25: Long,
    val i26: Long,
    val i27: Long,
    val i28: Long,
    val i29: Long,
) : Summed {
    override fun checksum(): Long = Checksum.of(f0) +
        Checksum.of(f1) +
        Checksum.of(f2) +
        Checksum.of(f3) +
        Checksum.of(f4) +
        Checksum.of(f5) +
        Checksum.of(f6) +
        Checksum.of(f7) +
        Checksum.of(f8) +
        Checksum.of(f9) +
        Checksum.of(s10) +
        Checksum.of(s11) +
        Checksum.of(s12) +
        Checksum.of(s13) +
        Checksum.of(s14) +
        Checksum.of(s15) +
        Checksum.of(s16) +
        Checksum.of(s17) +
        Checksum.of(s18) +
        Checksum.of(s19) +
        Checksum.of(i20) +
        Checksum.of(i21) +
        Checksum.of(i22) +
        Checksum.of(i23) +
        Checksum.of(i24) +
        Checksum.of(i25) +
        Checksum.of(i26) +
        Checksum.of(i27) +
        Checksum.of(i28) +
        Checksum.of(i29)
}
