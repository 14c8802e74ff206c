package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import dev.houseflow.internal.binding.fit
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Serializable

class ReadRowsTest : FunSpec({
    test("a class takes its columns by name, in any order, and ignores others") {
        val block = block(
            column("symbol", "String", "ETH", "BTC"),
            column("extra", "UInt8", 1, 2),
            column("id", "Int64", 7, 8),
            column("price", "Float64", 1.5, -2.0),
        )
        read<Trade>(block) shouldBe listOf(Trade(7, "ETH", 1.5), Trade(8, "BTC", -2.0))
    }

    test("every simple Kotlin type") {
        val block = block(
            column("b", "Bool", true, false),
            column("i8", "Int8", 127, -128),
            column("i16", "Int16", 32767, -32768),
            column("i32", "Int32", Int.MAX_VALUE, Int.MIN_VALUE),
            column("i64", "Int64", Long.MAX_VALUE, Long.MIN_VALUE),
            column("u8", "UInt8", 255, 0),
            column("u16", "UInt16", 65535, 0),
            column("u32", "UInt32", 4294967295, 0),
            column("u64", "UInt64", ULong.MAX_VALUE, 0UL),
            column("text", "String", "héé", ""),
            column("code", "String", byteArrayOf(-1, 0), byteArrayOf()),
            column("letter", "String", "x", "é"),
            column("user", "Int64", 1, 2),
            column("ticket", "UInt64", ULong.MAX_VALUE, 1UL),
        )
        val (first, second) = read<Everything>(block)
        first.copy(code = NO_BYTES) shouldBe Everything(
            true, 127, 32767, Int.MAX_VALUE, Long.MAX_VALUE, 255u, 65535u, 4294967295u, ULong.MAX_VALUE, "héé", NO_BYTES, 'x',
            UserId(1), Ticket(ULong.MAX_VALUE),
        )
        first.code.toList() shouldBe listOf<Byte>(-1, 0)
        second.copy(code = NO_BYTES) shouldBe Everything(
            false, -128, -32768, Int.MIN_VALUE, Long.MIN_VALUE, 0u, 0u, 0u, 0u, "", NO_BYTES, 'é', UserId(2), Ticket(1u),
        )
    }

    test("nullable columns into nullable properties") {
        val block = block(
            column("id", "Nullable(Int64)", 1, null),
            column("note", "LowCardinality(Nullable(String))", "x", null),
            column("side", "Nullable(String)", "sell", null),
            column("count", "Nullable(UInt32)", 4294967295, null),
            column("user", "Nullable(Int64)", 5, null),
        )
        read<Loose>(block) shouldBe listOf(Loose(1, "x", Side.SELL, 4294967295u, UserId(5)), Loose(null, null, null, null, null))
    }

    test("plain columns into nullable properties") {
        val block = block(
            column("id", "Int64", 1),
            column("note", "String", "x"),
            column("side", "LowCardinality(String)", "BUY"),
            column("count", "UInt32", 3),
            column("user", "Int64", 5),
        )
        read<Loose>(block) shouldBe listOf(Loose(1, "x", Side.BUY, 3u, UserId(5)))
    }

    test("a property without a column keeps its default value") {
        read<WithDefaults>(block(column("id", "Int64", 1, 2))) shouldBe listOf(WithDefaults(1), WithDefaults(2))
        val block = block(column("id", "Int64", 1), column("tags", "Array(String)", listOf("x", "y")))
        read<WithDefaults>(block) shouldBe listOf(WithDefaults(1, "none", listOf("x", "y")))
    }

    test("names: exact, @SerialName, snake case") {
        val block = block(
            column("user_id", "Int64", 1),
            column("Full Name", "String", "Ann"),
            column("CREATED_BY", "String", "Bob"),
        )
        read<Renamed>(block) shouldBe listOf(Renamed(1, "Ann", "Bob"))
    }

    test("an unknown name of an enum names itself and what there is") {
        val block = block(
            column("id", "Int64", 1, 2),
            column("note", "String", "", ""),
            column("side", "String", "BUY", "hold"),
            column("count", "UInt32", 1, 1),
            column("user", "Int64", 1, 1),
        )
        val error = shouldThrow<FormatException> { read<Loose>(block) }
        error.message shouldContain "`hold` is no constant of `Side`, which has `BUY`, `sell`"
        error.column shouldBe "side"
        error.row shouldBe 1
    }

    test("enums over Enum8 and Enum16, by name") {
        @Serializable
        data class Sides(val a: Side, val b: Side)
        val block = block(
            column("a", "Enum8('BUY' = -1, 'sell' = 5)", "sell", "BUY"),
            column("b", "Enum16('sell' = 300, 'BUY' = 1000)", "BUY", "sell"),
        )
        read<Sides>(block) shouldBe listOf(Sides(Side.SELL, Side.BUY), Sides(Side.BUY, Side.SELL))
    }

    test("a wider column is read value by value, and a value that does not fit is an error with its place") {
        @Serializable
        data class Narrow(val n: Int)
        read<Narrow>(block(column("n", "UInt32", 5, 2147483647))) shouldBe listOf(Narrow(5), Narrow(2147483647))
        val error = shouldThrow<FormatException> { read<Narrow>(block(column("n", "UInt32", 5, 2147483648))) }
        error.message shouldContain "2147483648"
        error.column shouldBe "n"
        error.type shouldBe "UInt32"
        error.row shouldBe 1
    }

    test("a negative number is no unsigned one") {
        @Serializable
        data class Unsigned(val n: UInt, val m: ULong)
        read<Unsigned>(block(column("n", "Int64", 4294967295), column("m", "Int64", 3))) shouldBe listOf(Unsigned(4294967295u, 3u))
        shouldThrow<FormatException> { read<Unsigned>(block(column("n", "Int64", 4294967296), column("m", "Int64", 3))) }
            .message shouldContain "4294967296 does not fit into UInt"
        shouldThrow<FormatException> { read<Unsigned>(block(column("n", "Int64", 1), column("m", "Int64", -3))) }
            .message shouldContain "-3 does not fit into ULong"
    }

    test("results of one column need no class") {
        read<Long>(block(column("count()", "UInt64", 5))) shouldBe listOf(5L)
        read<ULong>(block(column("x", "UInt64", ULong.MAX_VALUE))) shouldBe listOf(ULong.MAX_VALUE)
        read<String?>(block(column("x", "Nullable(String)", null, "a"))) shouldBe listOf(null, "a")
        read<Side>(block(column("x", "String", "BUY"))) shouldBe listOf(Side.BUY)
        read<List<Int>>(block(column("x", "Array(Int32)", listOf(1, 2)))) shouldBe listOf(listOf(1, 2))
        read<UserId>(block(column("x", "Int64", 2))) shouldBe listOf(UserId(2))
    }

    test("Pair and Triple take columns by order") {
        read<Pair<String, Long>>(block(column("k", "String", "a"), column("count()", "Int64", 5))) shouldBe listOf("a" to 5L)
        read<Triple<Long, Long?, String>>(
            block(column("a", "Int64", 1), column("b", "Nullable(Int64)", null), column("c", "String", "x")),
        ) shouldBe
            listOf(Triple(1L, null, "x"))
    }

    test("what a class itself refuses is an error with the row") {
        val block = block(column("percent", "Int32", 100, 101))
        val error = shouldThrow<FormatException> { read<Percentage>(block) }
        error.message shouldContain "The row cannot be made into a `Percentage`: not a percentage: 101"
        error.row shouldBe 1
    }

    test("a bare NULL and an empty array, which have no types of their own") {
        @Serializable
        data class Bare(
            val note: String?,
            val side: Side?,
            val at: Point2?,
            val list: List<Long>,
            val lists: List<List<Int>>,
            val map: Map<Int, Int>?,
        )
        val block = block(
            column("note", "Nullable(Nothing)", null),
            column("side", "Nullable(Nothing)", null),
            column("at", "Nullable(Nothing)", null),
            column("list", "Array(Nothing)", emptyList<Any>()),
            column("lists", "Array(Array(Nothing))", listOf(emptyList<Any>())),
            column("map", "Nullable(Nothing)", null),
        )
        read<Bare>(block) shouldBe listOf(Bare(null, null, null, emptyList(), listOf(emptyList()), null))
        shouldThrow<FormatException> { read<WithDefaults>(block(column("id", "Int64", 1), column("note", "Nullable(Nothing)", null))) }
            .message shouldContain "column `note` is Nullable(Nothing) but property `note: String` is not nullable"
    }

    test("one reader serves all blocks of a result") {
        val columns = headers("id" to "Int64", "symbol" to "LowCardinality(String)", "price" to "Float64")
        val reader = adapter<Trade>().reader(columns)
        for (n in 1L..3L) {
            reader.bind(
                block(
                    column("id", "Int64", n),
                    column("symbol", "LowCardinality(String)", "s$n"),
                    column(
                        "price",
                        "Float64",
                        n * 1.5,
                    ),
                ),
            )
            reader.read(0) shouldBe Trade(n, "s$n", n * 1.5)
        }
    }
})

@Serializable
data class Percentage(val percent: Int) {
    init {
        require(percent in 0..100) { "not a percentage: $percent" }
    }
}

private val NO_BYTES = ByteArray(0)
