package dev.houseflow.testkit

import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.math.BigDecimal
import java.math.BigInteger
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZonedDateTime
import java.util.UUID

/** One number per row. */
@Serializable
@JvmRecord
data class Numbered(val id: Long)

/** A number that most columns can exceed. */
@Serializable
@JvmRecord
data class Small(val id: Int)

/** A number that may be absent. */
@Serializable
@JvmRecord
data class Maybe(val n: Int?)

/** One text per row. */
@Serializable
@JvmRecord
data class Text(val s: String)

/** The row of most cases. */
@Serializable
@JvmRecord
data class Trade(val id: Long, val symbol: String, val price: Double)

/** Every type that a server of any version has. */
@Serializable
@JvmRecord
data class PlainTypes(
    val id: Int,
    val i8: Byte,
    val i16: Short,
    val i32: Int,
    val i64: Long,
    val u8: Short,
    val u16: Int,
    val u32: Long,
    @Contextual val u64: BigInteger,
    val f32: Float,
    val f64: Double,
    val s: String,
    val fs: String,
    @Contextual val d: LocalDate,
    @Contextual val dt: Instant,
    @Contextual val uuid: UUID,
    val e8: String,
    val e16: String,
    @Contextual val d32: BigDecimal,
    @Contextual val d64: BigDecimal,
    val ni: Int?,
    val ns: String?,
    val strings: List<String>,
    val maybes: List<Int?>,
    val lists: List<List<Int>>,
)

/** The types of the typed core that came after 2018. */
@Serializable
@JvmRecord
data class NewerTypes(
    val id: Int,
    val b: Boolean,
    @Contextual val dt64: Instant,
    val lc: String,
    val lcn: String?,
    val flags: List<Boolean>,
)

/** What the contract's query with a parameter of every kind answers. */
@Serializable
@JvmRecord
data class ParameterEcho(
    val text: String,
    val number: Int,
    val wide: Long,
    val fraction: Double,
    val flag: Boolean,
    @Contextual val day: LocalDate,
    @Contextual val time: Instant,
    @Contextual val uuid: UUID,
    @Contextual val money: BigDecimal,
    val nothing: String?,
    val texts: List<String>,
    val map: String,
)

/** A row with a value that a table may compute by itself. */
@Serializable
@JvmRecord
data class Twice(val id: Long, val name: String, val twice: Long)

/** A row whose values may be absent. */
@Serializable
@JvmRecord
data class Gaps(val id: Long, val name: String?, val word: String?, @Contextual val at: LocalDateTime?, val maybe: Int?)

/** A time as a clock on the wall shows it. */
@Serializable
@JvmRecord
data class Clock(@Contextual val at: LocalDateTime)

/** One number per row, under another name. */
@Serializable
@JvmRecord
data class Numbers(val n: Long)

/** The same moment as everything that shows a clock. */
@Serializable
@JvmRecord
data class Clocks(
    val id: Int,
    @Contextual val ny: LocalDateTime,
    @Contextual val zoned: ZonedDateTime,
    @Contextual val berlin: LocalDateTime,
    @Contextual val maybe: LocalDateTime?,
    val list: List<@Contextual LocalDateTime>,
    @Contextual val plain: LocalDateTime,
)

/** A time as text. */
@Serializable
@JvmRecord
data class TextAt(val at: String)

/** A moment, which is the same in every zone. */
@Serializable
@JvmRecord
data class Moment(@Contextual val at: Instant)

/** A row with a list. */
@Serializable
@JvmRecord
data class Named(val name: String, @Contextual val at: LocalDateTime, val list: List<Int>)

/** What a server shows. */
@Serializable
@JvmRecord
data class Shown(val name: String)
