package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.internal.binding.DerivedGetters
import dev.houseflow.internal.binding.Direction
import dev.houseflow.internal.binding.JvmTypeNames
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.binding.fit
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.codec.Fit
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.codec.plainType
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal
import java.math.BigInteger
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.Period
import java.time.ZonedDateTime
import java.util.UUID
import io.kotest.matchers.collections.shouldContain as shouldHold

/** What the plans promise, the columns and builders have to keep. */
class TypeFitTest : FunSpec({
    val uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")
    val samples: Map<String, Any> = buildMap {
        for (bits in listOf(8, 16, 32, 64, 128, 256)) {
            put("Int$bits", 1)
            put("UInt$bits", 1)
        }
        put("Bool", true)
        put("Float32", 1f)
        put("Float64", 1.0)
        put("BFloat16", 1f)
        for (digits in listOf(9, 18, 38, 76)) put("Decimal($digits, 2)", BigDecimal("1.00"))
        put("String", "a")
        put("FixedString(1)", "a")
        put("Enum8('a' = 1)", "a")
        put("Enum16('a' = 1)", "a")
        put("UUID", uuid)
        put("Array(UInt8)", listOf(1))
        put("Tuple(a UInt8)", listOf(1))
        put("Map(String, UInt8)", mapOf("a" to 1))
        put("JSON", "{}")
        put("QBit(Float32, 1)", listOf(1f))
        put("IPv4", InetAddress.getByName("1.2.3.4"))
        put("IPv6", InetAddress.getByName("::1"))
        put("Date", LocalDate.of(2026, 1, 1))
        put("Date32", LocalDate.of(2026, 1, 1))
        put("DateTime", Instant.ofEpochSecond(1))
        put("DateTime64(3, 'UTC')", Instant.ofEpochSecond(1))
        put("Time", Duration.ofSeconds(1))
        put("Time64(3)", Duration.ofSeconds(1))
        val clock = listOf("Nanosecond", "Microsecond", "Millisecond", "Second", "Minute", "Hour")
        for (unit in clock + listOf("Day", "Week", "Month", "Quarter", "Year")) put("Interval$unit", 1L)
    }
    val getters: Map<Target, (Column) -> Any?> = mapOf(
        Target.BOOLEAN to { it.getBoolean(0) },
        Target.BYTE to { it.getByte(0) },
        Target.SHORT to { it.getShort(0) },
        Target.INT to { it.getInt(0) },
        Target.LONG to { it.getLong(0) },
        Target.UBYTE to { it.getLong(0) },
        Target.USHORT to { it.getLong(0) },
        Target.UINT to { it.getLong(0) },
        Target.ULONG to { it.getBigInteger(0) },
        Target.FLOAT to { it.getFloat(0) },
        Target.DOUBLE to { it.getDouble(0) },
        Target.CHAR to { it.getString(0) },
        Target.STRING to { it.getString(0) },
        Target.ENUM to { it.getString(0) },
        Target.BYTES to { it.getBytes(0) },
        Target.BIG_INTEGER to { it.getBigInteger(0) },
        Target.BIG_DECIMAL to { it.getBigDecimal(0) },
        Target.UUID_VALUE to { it.getUuid(0) },
        Target.ADDRESS to { it.getInetAddress(0) },
        Target.DATE to { it.getLocalDate(0) },
        Target.DATE_TIME to { it.getLocalDateTime(0) },
        Target.INSTANT to { it.getInstant(0) },
        Target.ZONED to { it.getZonedDateTime(0) },
        Target.OFFSET to { DerivedGetters.offsetDateTime(it, 0) },
        Target.LOCAL_TIME to { DerivedGetters.localTime(it, 0) },
        Target.PERIOD to { DerivedGetters.period(it, 0) },
        Target.DURATION to { it.getDuration(0) },
    )

    /** Text has to look like the type; an IPv6 needs 16 bytes; everything else is 1. */
    fun textFor(type: String): String = when {
        type == "UUID" -> uuid.toString()
        type == "IPv4" -> "1.2.3.4"
        type == "IPv6" -> "::1"
        type.startsWith("DateTime") -> "2026-01-01 00:00:00"
        type.startsWith("Date") -> "2026-01-01"
        type.startsWith("Time") -> "-12:34:56"
        type == "JSON" -> "{}"
        else -> "a"
    }

    fun periodFor(type: String): Period = if (type == "IntervalDay" || type == "IntervalWeek") Period.ofDays(7) else Period.ofYears(1)

    fun bytesFor(type: String): ByteArray = ByteArray(
        if (type == "IPv4") {
            4
        } else if (type == "IPv6") {
            16
        } else {
            1
        },
    )

    fun append(target: Target, builder: ColumnBuilder, type: String) = when (target) {
        Target.BOOLEAN -> builder.appendBoolean(true)
        Target.BYTE -> builder.appendByte(1)
        Target.SHORT -> builder.appendShort(1)
        Target.INT -> builder.appendInt(1)
        Target.LONG, Target.UBYTE, Target.USHORT, Target.UINT, Target.ULONG -> builder.appendLong(1)
        Target.FLOAT -> builder.appendFloat(1f)
        Target.DOUBLE -> builder.appendDouble(1.0)
        Target.CHAR, Target.ENUM -> builder.appendString("a")
        Target.STRING -> builder.appendString(textFor(type))
        Target.BYTES -> builder.appendBytes(bytesFor(type))
        Target.BIG_INTEGER -> builder.append(BigInteger.ONE)
        Target.BIG_DECIMAL -> builder.append(BigDecimal.ONE)
        Target.UUID_VALUE -> builder.append(uuid)
        Target.ADDRESS -> builder.append(InetAddress.getByName(textFor(type)))
        Target.DATE -> builder.append(LocalDate.of(2026, 1, 1))
        Target.DATE_TIME -> builder.append(LocalDateTime.parse("2026-01-01T00:00:00"))
        Target.INSTANT -> builder.append(Instant.ofEpochSecond(1))
        Target.ZONED -> builder.append(ZonedDateTime.parse("2026-01-01T00:00:00Z"))
        Target.OFFSET -> builder.append(OffsetDateTime.parse("2026-01-01T00:00:00Z"))
        Target.DURATION -> builder.append(Duration.ofHours(1))
        Target.LOCAL_TIME -> builder.append(LocalTime.of(1, 0))
        Target.PERIOD -> builder.append(periodFor(type))
    }

    test("every value that a plan lets through can be read") {
        for ((type, sample) in samples) {
            val builder = newBlockBuilder(headers("x" to type)).columns[0]
            builder.append(sample)
            val column = (builder as NativeBuilder).build()
            for (target in Target.entries) {
                val fit = fit(target, plainType(ClickHouseType.parse(type)), Direction.READ)
                if (fit != Fit.NONE) withClue("$type into $target, $fit") { getters.getValue(target)(column) }
            }
        }
    }

    test("every value that a plan lets through can be written") {
        for (type in samples.keys) {
            val builder = newBlockBuilder(headers("x" to type)).columns[0]
            for (target in Target.entries) {
                val fit = fit(target, plainType(ClickHouseType.parse(type)), Direction.WRITE)
                if (fit != Fit.NONE) withClue("$target into $type, $fit") { append(target, builder, type) }
            }
        }
    }

    test("every type has a property that is made for it, and that is what messages suggest") {
        for (type in samples.keys) {
            val parsed = plainType(ClickHouseType.parse(type))
            val fits = Target.entries.map { fit(it, parsed, Direction.READ) }
            val isOneValue = parsed !is ClickHouseType.Array && parsed !is ClickHouseType.Tuple && parsed !is ClickHouseType.Map &&
                parsed !is ClickHouseType.QBit && parsed !is ClickHouseType.Json
            if (!isOneValue || type in CLOCK_INTERVALS) continue
            withClue(type) {
                if (type != "BFloat16") fits shouldHold Fit.EXACT
                (JvmTypeNames.kotlin(parsed) != null) shouldBe true
            }
        }
    }
})

private val CLOCK_INTERVALS = listOf("Nanosecond", "Microsecond", "Millisecond", "Second", "Minute", "Hour").map { "Interval$it" }
