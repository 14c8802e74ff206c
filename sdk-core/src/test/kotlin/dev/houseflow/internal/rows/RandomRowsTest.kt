package dev.houseflow.internal.rows

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.arbitrary
import io.kotest.property.arbitrary.boolean
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.enum
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.orNull
import io.kotest.property.arbitrary.string
import io.kotest.property.arbitrary.uLong
import io.kotest.property.checkAll
import kotlinx.serialization.Serializable

@Serializable
data class Anything(
    val id: Long,
    val flag: Boolean?,
    val ratio: Double,
    val big: ULong,
    val side: Side,
    val name: String?,
    val user: UserId?,
    val numbers: List<Int?>,
    val deep: List<List<Address>>,
    val counts: Map<String, List<Long>>,
    val place: Address,
    val pair: Pair<Boolean, Map<Int, String?>>,
)

/** Rows of random values, through all kinds of nesting, come back as they were; blocks of 0 to 20 rows. */
class RandomRowsTest : FunSpec({
    val columns = headers(
        "id" to "Int64",
        "flag" to "Nullable(Bool)",
        "ratio" to "Float64",
        "big" to "UInt64",
        "side" to "Enum8('BUY' = 1, 'sell' = 2)",
        "name" to "LowCardinality(Nullable(String))",
        "user" to "Nullable(Int64)",
        "numbers" to "Array(Nullable(Int32))",
        "deep" to "Array(Array(Tuple(zip_code Nullable(Int32), city LowCardinality(String))))",
        "counts" to "Map(LowCardinality(String), Array(Int64))",
        "place" to "Tuple(city String, zip_code Nullable(Int32))",
        "pair" to "Tuple(Bool, Map(Int32, Nullable(String)))",
    )
    val text = Arb.string(0..5)
    val longs = Arb.long()
    val ints = Arb.int()
    val doubles = Arb.double()
    val bigs = Arb.uLong()
    val flags = Arb.boolean()
    val sides = Arb.enum<Side>()
    val address = arbitrary { Address(text.bind(), ints.orNull().bind()) }
    val row = arbitrary {
        Anything(
            longs.bind(),
            flags.orNull().bind(),
            doubles.bind(),
            bigs.bind(),
            sides.bind(),
            text.orNull().bind(),
            longs.map { UserId(it) }.orNull().bind(),
            Arb.list(ints.orNull(), 0..4).bind(),
            Arb.list(Arb.list(address, 0..3), 0..3).bind(),
            Arb.map(text, Arb.list(longs, 0..3), 0, 4).bind(),
            address.bind(),
            flags.bind() to Arb.map(ints, text.orNull(), 0, 4).bind(),
        )
    }

    test("random rows, there and back") {
        checkAll(150, Arb.list(row, 1..20)) { rows ->
            read<Anything>(write(columns, *rows.toTypedArray())) shouldBe rows
        }
    }
})
