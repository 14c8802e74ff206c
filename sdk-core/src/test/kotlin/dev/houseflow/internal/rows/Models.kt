package dev.houseflow.internal.rows

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

@Serializable
data class Trade(val id: Long, val symbol: String, val price: Double)

@Serializable
enum class Side {
    BUY,

    @SerialName("sell")
    SELL,
}

@Serializable
@JvmInline
value class UserId(val value: Long)

@Serializable
@JvmInline
value class Ticket(val value: ULong)

@Serializable
data class Everything(
    val b: Boolean,
    val i8: Byte,
    val i16: Short,
    val i32: Int,
    val i64: Long,
    val u8: UByte,
    val u16: UShort,
    val u32: UInt,
    val u64: ULong,
    val text: String,
    val code: ByteArray,
    val letter: Char,
    val user: UserId,
    val ticket: Ticket,
)

@Serializable
data class Loose(val id: Long?, val note: String?, val side: Side?, val count: UInt?, val user: UserId?)

@Serializable
data class WithDefaults(val id: Long, val note: String = "none", val tags: List<String> = listOf("a"))

@Serializable
data class Renamed(val userId: Long, @SerialName("Full Name") val name: String, val createdBy: String)
