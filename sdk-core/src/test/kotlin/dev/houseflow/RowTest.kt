package dev.houseflow

import dev.houseflow.internal.rows.block
import dev.houseflow.internal.rows.column
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class RowTest : FunSpec({
    val sample = block(
        column("id", "Int64", 1, 2),
        column("name", "Nullable(String)", "Ann", null),
        column("tags", "Array(String)", listOf("a", "b"), listOf<String>()),
        column("counts", "Map(String, UInt8)", mapOf("x" to 1), mapOf<String, Int>()),
        column("flag", "Bool", true, false),
    )

    test("values by index and by name") {
        val row = sample.row(0)
        row.getLong(0) shouldBe 1L
        row.getLong("id") shouldBe 1L
        row.getInt("id") shouldBe 1
        row.getShort("id") shouldBe 1.toShort()
        row.getByte("id") shouldBe 1.toByte()
        row.getBigInteger("id") shouldBe 1.toBigInteger()
        row.getDouble("id") shouldBe 1.0
        row.getString("name") shouldBe "Ann"
        row.getBytes(1).decodeToString() shouldBe "Ann"
        row.getBoolean("flag") shouldBe true
        row.getList("tags") shouldBe listOf("a", "b")
        row.getMap("counts").keys shouldBe setOf("x")
        row["id"] shouldBe 1L
        row[1] shouldBe "Ann"
        row.size shouldBe 5
        row.columnNames shouldBe listOf("id", "name", "tags", "counts", "flag")
    }

    test("NULL is null for get, and an error for a typed getter") {
        val row = sample.row(1)
        row.isNull("name") shouldBe true
        row.isNull(0) shouldBe false
        row["name"] shouldBe null
        val error = shouldThrow<FormatException> { row.getString("name") }
        error.column shouldBe "name"
        error.row shouldBe 1
    }

    test("a row stays what it is while others are read") {
        val rows = sample.rows().toList()
        rows.map { it.getLong("id") } shouldBe listOf(1L, 2L)
        rows[0].getLong("id") shouldBe 1L
        rows.map { it.index } shouldBe listOf(0, 1)
        rows[0].block shouldBe sample
    }

    test("all values, as a map and as a list") {
        sample.row(1).toMap() shouldBe
            mapOf("id" to 2L, "name" to null, "tags" to emptyList<String>(), "counts" to emptyMap<String, Any>(), "flag" to false)
        sample.row(1).toMap().keys.toList() shouldBe listOf("id", "name", "tags", "counts", "flag")
        sample.row(1).toList() shouldBe listOf(2L, null, emptyList<String>(), emptyMap<String, Any>(), false)
        sample.row(1).toString() shouldBe "Row(id=2, name=null, tags=[], counts={}, flag=false)"
    }

    test("a map would lose one of two columns of the same name") {
        val twice = block(column("x", "Int64", 1), column("x", "Int64", 2))
        shouldThrow<FormatException> { twice.row(0).toMap() }.message shouldContain "Two columns are called `x`"
        twice.row(0).toList() shouldBe listOf(1L, 2L)
    }

    test("rows and columns that are not there") {
        shouldThrow<FormatException> { sample.row(2) }.message shouldContain "There is no row 2: this block has 2 rows"
        shouldThrow<FormatException> { sample.row(-1) }
        shouldThrow<FormatException> { sample.row(0).getLong("no") }.message shouldContain "`id`, `name`"
        shouldThrow<FormatException> { sample.row(0).getLong(9) }
        val rows = sample.rows().iterator()
        rows.next()
        rows.next()
        shouldThrow<NoSuchElementException> { rows.next() }
    }
})
