@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.flushDeferred
import dev.houseflow.internal.block.newBlockBuilder
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.descriptors.buildClassSerialDescriptor
import kotlinx.serialization.descriptors.element
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder

/** A class whose serializer changes its mind. */
private class Mixed(val id: Long, val boxed: Boolean)

private object MixedSerializer : KSerializer<Mixed> {
    override val descriptor = buildClassSerialDescriptor("Mixed") {
        element<Long>("id")
        element<String?>("name")
        for (i in 1..5) element<String>("t$i")
    }

    override fun serialize(encoder: Encoder, value: Mixed) {
        val row = encoder.beginStructure(descriptor)
        if (value.boxed) {
            row.encodeNullableSerializableElement(descriptor, 0, Long.serializer(), value.id)
            row.encodeNullableSerializableElement(descriptor, 1, String.serializer(), null)
            row.encodeSerializableElement(descriptor, 2, String.serializer(), "t${value.id}")
        } else {
            row.encodeLongElement(descriptor, 0, value.id)
            row.encodeStringElement(descriptor, 1, "n${value.id}")
            row.encodeStringElement(descriptor, 2, "t${value.id}")
        }
        for (i in 3..6) row.encodeStringElement(descriptor, i, "$i")
        row.endStructure(descriptor)
    }

    override fun deserialize(decoder: Decoder): Mixed = throw UnsupportedOperationException()
}

class WriteRowsTest : FunSpec({
    val tradeColumns = headers("symbol" to "LowCardinality(String)", "id" to "Int64", "price" to "Float64")

    test("the columns that a class fills are its properties, in their order") {
        adapter<Trade>().columnNames shouldBe listOf("id", "symbol", "price")
        adapter<Renamed>().columnNames shouldBe listOf("userId", "Full Name", "createdBy")
        adapter<Long>().columnNames shouldBe emptyList()
    }

    test("objects become rows and come back") {
        val rows = arrayOf(Trade(7, "ETH", 1.5), Trade(8, "BTC", -2.0))
        val block = write(tradeColumns, *rows)
        block.columns.map { it.name } shouldBe listOf("symbol", "id", "price")
        read<Trade>(block) shouldBe rows.toList()
    }

    test("every simple Kotlin type") {
        val columns = headers(
            "b" to "Bool", "i8" to "Int8", "i16" to "Int16", "i32" to "Int32", "i64" to "Int64", "u8" to "UInt8", "u16" to "UInt16",
            "u32" to "UInt32", "u64" to "UInt64", "text" to "String", "code" to "String", "letter" to "String", "user" to "Int64",
            "ticket" to "UInt64",
        )
        val code = byteArrayOf(-1, 0)
        val row = Everything(
            true, -128, -32768, Int.MIN_VALUE, Long.MIN_VALUE, 255u, 65535u, UInt.MAX_VALUE, ULong.MAX_VALUE, "héé", code, 'é',
            UserId(-1), Ticket(ULong.MAX_VALUE),
        )
        val back = read<Everything>(write(columns, row)).single()
        back.code.toList() shouldBe code.toList()
        back.copy(code = code) shouldBe row
    }

    test("nulls, into columns that take them") {
        val columns = headers(
            "id" to "Nullable(Int64)",
            "note" to "LowCardinality(Nullable(String))",
            "side" to "Nullable(String)",
            "count" to "Nullable(UInt32)",
            "user" to "Nullable(Int64)",
        )
        val rows = arrayOf(Loose(1, "x", Side.SELL, 4294967295u, UserId(5)), Loose(null, null, null, null, null))
        read<Loose>(write(columns, *rows)) shouldBe rows.toList()
    }

    test("null into a column that does not take it names column, type and row") {
        val error = shouldThrow<FormatException> {
            write(headers("id" to "Int64"), Loose(1, null, null, null, null), Loose(null, null, null, null, null))
        }
        error.column shouldBe "id"
        error.type shouldBe "Int64"
        error.row shouldBe 1
    }

    test("a value that the column cannot hold names column, type and row") {
        @Serializable
        data class Wide(val n: Int, val u: ULong)
        read<Wide>(write(headers("n" to "UInt8", "u" to "Int64"), Wide(255, 5u))) shouldBe listOf(Wide(255, 5u))
        val error = shouldThrow<FormatException> { write(headers("n" to "UInt8", "u" to "Int64"), Wide(1, 5u), Wide(256, 5u)) }
        error.message shouldContain "256"
        error.column shouldBe "n"
        error.row shouldBe 1
        shouldThrow<FormatException> { write(headers("n" to "UInt8", "u" to "Int64"), Wide(1, ULong.MAX_VALUE)) }.column shouldBe "u"
    }

    test("properties that have a default value are written like all others") {
        val columns = headers("id" to "Int64", "note" to "String", "tags" to "Array(String)")
        read<WithDefaults>(write(columns, WithDefaults(1), WithDefaults(2, "x", emptyList()))) shouldBe
            listOf(WithDefaults(1), WithDefaults(2, "x", emptyList()))
    }

    test("only the named columns are written") {
        val block = write(headers("price" to "Float64"), Trade(1, "x", 2.5))
        block.columns.map { it.name } shouldBe listOf("price")
        block.column(0).getDouble(0) shouldBe 2.5
        val values =
            write(headers("i8" to "Int8"), Everything(true, 3, 4, 5, 6, 7u, 8u, 9u, 10u, "a", byteArrayOf(), 'c', UserId(1), Ticket(2u)))
        values.column("i8").getByte(0) shouldBe 3
    }

    test("a row that fails half-way leaves nothing behind, in any column") {
        @Serializable
        data class Deep(val id: Long, val list: List<Address?>, val map: Map<String, Int>, val small: Int)
        val columns = headers(
            "id" to "Int64",
            "list" to "Array(Tuple(city LowCardinality(String), zip_code Nullable(Int32)))",
            "map" to "Map(String, UInt8)",
            "small" to "Int8",
        )
        val builder = newBlockBuilder(columns)
        val writer = adapter<Deep>().writer(columns)
        writer.bind(builder)
        val good = Deep(1, listOf(Address("a", 1)), mapOf("x" to 1), 1)
        writer.write(good)
        shouldThrow<FormatException> { writer.write(Deep(2, listOf(Address("b", 1), null), emptyMap(), 1)) }
        shouldThrow<FormatException> { writer.write(Deep(2, listOf(Address("b", 1)), mapOf("x" to 1, "y" to 256), 1)) }
        shouldThrow<FormatException> { writer.write(Deep(2, listOf(Address("b", 1)), mapOf("x" to 1), 128)) }.row shouldBe 1
        writer.write(good.copy(id = 3))
        read<Deep>(roundTrip(builder)) shouldBe listOf(good, good.copy(id = 3))
    }

    test("a refused text is told of by its own row, however late it is looked at, and before the failures of later rows") {
        @Serializable
        data class Note(
            val text: String,
            val other: String?,
            val small: Int,
            val a: String = "",
            val b: String = "",
            val c: String = "",
            val d: String = "",
        )
        val few = headers("text" to "String", "other" to "Nullable(String)", "small" to "Int8")
        val many = few + headers("a" to "String", "b" to "String", "c" to "String", "d" to "String")
        val halfPair = "\uD83D"
        fun failure(columns: List<ColumnHeader>, vararg rows: Note): FormatException {
            val builder = newBlockBuilder(columns)
            val writer = adapter<Note>().writer(columns)
            writer.bind(builder)
            return shouldThrow {
                rows.forEach(writer::write)
                builder.flushDeferred()
            }
        }
        val good = Note("a", null, 1)
        for (columns in listOf(few, many)) {
            val late = failure(columns, good, good, Note("a", halfPair, 1), good, Note(halfPair, "b", 1), good)
            late.column shouldBe "other"
            late.row shouldBe 2
            val before = failure(columns, good, Note(halfPair, "b", 1), good, good.copy(small = 128))
            before.column shouldBe "text"
            before.row shouldBe 1
            failure(columns, *Array(200) { if (it == 150) Note(halfPair, null, 1) else good }).row shouldBe 150
        }
        // Only many texts in a row are worth waiting for.
        failure(few, good, Note("b", halfPair, 128)).column shouldBe "other"
        failure(many, good, Note("b", halfPair, 128)).column shouldBe "small"
    }

    test("a serializer that writes one property now as an object and now as a primitive keeps the order") {
        val texts = (1..5).map { "t$it" to "String" }
        val columns = headers("id" to "Int64", "name" to "Nullable(String)", *texts.toTypedArray())
        val rows = List(200) { Mixed(it.toLong(), it % 3 == 0) }
        val builder = newBlockBuilder(columns)
        val writer = SerializerRowAdapter(MixedSerializer).writer(columns)
        writer.bind(builder)
        rows.forEach(writer::write)
        val block = roundTrip(builder)
        block.rowCount shouldBe 200
        for (row in 0 until 200) {
            block.column(0).getLong(row) shouldBe row
            block.column(1).get(row) shouldBe if (row % 3 == 0) null else "n$row"
            block.column(2).getString(row) shouldBe "t$row"
            block.column(6).getString(row) shouldBe "6"
        }
    }

    test("one value fills one column") {
        read<String>(write(headers("x" to "String"), "a", "b")) shouldBe listOf("a", "b")
    }
})
