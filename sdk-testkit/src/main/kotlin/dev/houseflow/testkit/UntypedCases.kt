package dev.houseflow.testkit

import dev.houseflow.Block
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.Row
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import java.time.Instant

private val MAPS = rowClass<Map<String, Any?>>()
private val LISTS = rowClass<List<Any?>>()
private val VIEWS = rowClass<Row>()

/** Rows without a class: maps, lists, and views of rows that were read. */
internal fun Contract.untypedCases() {
    case("inserts and reads maps") {
        val table = newTable("id Int64, name String, maybe Nullable(Float64), list Array(Int32), word String DEFAULT 'none'")
        val rows = listOf(
            mapOf("id" to 1L, "name" to "a", "maybe" to null, "list" to listOf(1, 2)),
            mapOf("list" to intArrayOf(3), "maybe" to 0.5, "name" to "b", "id" to 2),
        )
        client.insert(InsertRequest.of(table), MAPS, rows).sentRows shouldBe 2
        client.insert(InsertRequest.of(table), MAPS, rows.asFlow()).sentRows shouldBe 2
        val request = QueryRequest.of("SELECT DISTINCT * FROM $table ORDER BY id")
        val expected = listOf(
            mapOf("id" to 1L, "name" to "a", "maybe" to null, "list" to listOf(1, 2), "word" to "none"),
            mapOf("id" to 2L, "name" to "b", "maybe" to 0.5, "list" to listOf(3), "word" to "none"),
        )
        client.query(request, MAPS).rows shouldBe expected
        client.stream(request, MAPS).toList() shouldBe expected
    }

    case("inserts and reads lists") {
        val table = newTable("id Int64, name String, at DateTime")
        val request = InsertRequest.builder(table).columns("name", "id").build()
        client.insert(request, LISTS, listOf(listOf("a", 1L), listOf("b", 2)))
        client.query(QueryRequest.of("SELECT * FROM $table ORDER BY id"), LISTS).rows shouldBe
            listOf(listOf<Any?>(1L, "a", Instant.EPOCH), listOf<Any?>(2L, "b", Instant.EPOCH))
        shouldThrow<ConfigurationException> { client.insert(InsertRequest.of(table), LISTS, listOf(listOf("a", 1L))) }
            .message.orEmpty() shouldContain "columns("
        shouldThrow<FormatException> { client.insert(request, LISTS, listOf(listOf("a", 1L), listOf("b"))) }.row shouldBe 1
    }

    case("inserts rows that were read, from a list and while they come") {
        val columns = "id Int64, name String, maybe Nullable(Int32), list Array(String), at DateTime"
        val table = newTable(columns)
        val copy = newTable(columns)
        client.execute(
            QueryRequest.of(
                "INSERT INTO $table SELECT number, concat('n', toString(number)), if(number % 3 = 0, NULL, toInt32(number)), " +
                    "['a', toString(number)], toDateTime(number) FROM system.numbers LIMIT 100000",
            ),
        )
        val request = QueryRequest.of("SELECT * FROM $table")
        client.insert(InsertRequest.of(copy), VIEWS, connect().rows(request)).sentRows shouldBe 100_000
        val sums = "SELECT count(), sum(cityHash64(id, name, ifNull(maybe, -1), toString(list), at))"
        ask("$sums FROM $copy") shouldBe ask("$sums FROM $table")
        val twice = newTable(columns)
        client.insert(InsertRequest.of(twice), VIEWS, client.query(request, VIEWS).rows).sentRows shouldBe 100_000
        ask("$sums FROM $twice") shouldBe ask("$sums FROM $table")
    }

    case("inserts blocks that were read") {
        val columns = "id Int64, name String, maybe Nullable(Int32), pairs Array(Array(UInt8))"
        val table = newTable(columns)
        val copy = newTable(columns)
        client.execute(
            QueryRequest.of(
                "INSERT INTO $table SELECT number, concat('n', toString(number)), if(number % 3 = 0, NULL, toInt32(number)), " +
                    "[[1], [2, 3]] FROM system.numbers LIMIT 200000",
            ),
        )
        val request = QueryRequest.of("SELECT * FROM $table")
        client.insert(InsertRequest.of(copy), rowClass<Block>(), connect().blocks(request)).sentRows shouldBe 200_000
        val sums = "SELECT count(), sum(cityHash64(id, name, ifNull(maybe, -1), toString(pairs)))"
        ask("$sums FROM $copy") shouldBe ask("$sums FROM $table")
        val blocks = client.blocks(request).toList()
        val small = InsertRequest.builder(copy).blockRows(700).columns("name", "id").build()
        client.insert(small, rowClass<Block>(), blocks).sentRows shouldBe 200_000
        ask("SELECT count(), uniqExact(id), uniqExact(name) FROM $copy") shouldBe "400000\t200000\t200000"
    }

    case("inserts columns of arrays") {
        val table = newTable("id Int64, price Float64, name String, maybe Nullable(Int32), small UInt8, word String DEFAULT 'none'")
        val count = 150_000
        val columns = mapOf(
            "name" to Array(count) { "n$it" },
            "id" to LongArray(count) { it.toLong() },
            "price" to DoubleArray(count) { it / 4.0 },
            "maybe" to List(count) { if (it % 2 == 0) null else it },
            "small" to IntArray(count) { it % 256 },
        )
        client.insertColumns(InsertRequest.of(table), columns).sentRows shouldBe count.toLong()
        ask("SELECT count(), sum(id), sum(price), uniqExact(name), sum(maybe), sum(small), any(word) FROM $table") shouldBe
            listOf(
                count,
                count.toLong() * (count - 1) / 2,
                count.toLong() * (count - 1) / 8.0,
                count,
                (0L until count).filter { it % 2 == 1L }.sum(),
                (0 until count).sumOf { it % 256 },
                "none",
            ).joinToString("\t") { if (it is Double) it.toBigDecimal().toPlainString().removeSuffix(".0") else it.toString() }
        shouldThrow<FormatException> {
            client.insertColumns(InsertRequest.of(table), mapOf("id" to LongArray(2), "name" to listOf("a")))
        }.message.orEmpty() shouldContain "`name` has 1"
        val failure = shouldThrow<FormatException> {
            client.insertColumns(InsertRequest.of(table), mapOf("small" to IntArray(5000) { if (it == 321) 256 else 0 }))
        }
        failure.column shouldBe "small"
        failure.row shouldBe 321
        shouldThrow<ConfigurationException> { client.insertColumns(InsertRequest.of(table), mapOf("id" to 5L)) }
        client.insertColumns(InsertRequest.of(table), mapOf("id" to LongArray(0))).sentRows shouldBe 0
        ask("SELECT count() FROM $table") shouldBe count.toString()
    }

    case("names row, column and key of what does not fit rows without a class") {
        val table = newTable("id Int64, name String, small UInt8, lists Array(Array(UInt8))")
        suspend fun refused(vararg rows: Map<String, Any?>): FormatException {
            val failure = shouldThrow<FormatException> { client.insert(InsertRequest.of(table), MAPS, rows.toList()) }
            val streamed = shouldThrow<FormatException> { client.insert(InsertRequest.of(table), MAPS, flowOf(*rows)) }
            streamed.message shouldBe failure.message
            return failure
        }
        val good = mapOf("id" to 1, "name" to "a", "small" to 5, "lists" to listOf<Any?>())
        refused(mapOf("id" to 1, "nam" to "a")).message.orEmpty() shouldContain "did you mean `name`?"
        refused(good, good + ("naem" to "b")).run {
            row shouldBe 1
            message.orEmpty() shouldContain "`naem`"
        }
        refused(good, good - "name").run {
            row shouldBe 1
            column shouldBe "name"
        }
        refused(good, good, good + ("small" to 256)).run {
            row shouldBe 2
            column shouldBe "small"
        }
        refused(good, good + ("lists" to listOf(listOf(1, 2), listOf(3, -4)))).run {
            row shouldBe 1
            column shouldBe "lists"
        }
        refused(good + ("id" to null)).column shouldBe "id"
        val row = client.rows(QueryRequest.of("SELECT toInt64(1) AS id, toInt64(300) AS small")).toList().single()
        shouldThrow<FormatException> { client.insert(InsertRequest.of(table), VIEWS, listOf(row)) }.run {
            this.row shouldBe 0
            column shouldBe "small"
        }
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("takes a missing key for NULL where nulls are defaults", Capability.NULL_AS_DEFAULT) {
        val table = newTable("id Int64, word String DEFAULT 'none', maybe Nullable(Int32)")
        val request = InsertRequest.builder(table).columns("id", "word", "maybe").nullAsDefault(true).build()
        val rows = listOf(mapOf("id" to 1, "word" to "w", "maybe" to 5), mapOf("id" to 2, "maybe" to 6), mapOf<String, Any?>("id" to 3))
        client.insert(request, MAPS, rows)
        client.query(QueryRequest.of("SELECT * FROM $table ORDER BY id"), LISTS).rows shouldContainExactly
            listOf(listOf(1L, "w", 5), listOf(2L, "none", 6), listOf(3L, "none", null))
        shouldThrow<FormatException> { client.insert(request, MAPS, listOf(mapOf<String, Any?>("word" to "x"))) }.column shouldBe "id"
    }

    case("takes the columns of one result and of no other") {
        val table = newTable("id Int64, name String")
        val rows = client.rows(QueryRequest.of("SELECT toInt64(1) AS id, 'a' AS name")).toList() +
            client.rows(QueryRequest.of("SELECT toInt64(2) AS id")).toList()
        shouldThrow<FormatException> { client.insert(InsertRequest.of(table), VIEWS, rows) }.run {
            row shouldBe 1
            message.orEmpty() shouldContain "`name`"
        }
        val named = InsertRequest.builder(table).columns("id").build()
        client.insert(named, VIEWS, rows)
        ask("SELECT count(), sum(id), max(name) FROM $table") shouldBe "2\t3\t"
        val twice = client.rows(QueryRequest.of("SELECT toInt64(1) AS id, id")).toList()
        shouldThrow<FormatException> { client.insert(InsertRequest.of(table), VIEWS, twice) }.message.orEmpty() shouldContain "called `id`"
    }

    case("sends maps along as a table") {
        val rows = listOf(mapOf("id" to 1L, "name" to "a"), mapOf("name" to "b", "id" to 2))
        val table = client.externalTable("things", "id Int64, name String", MAPS, rows)
        val request = QueryRequest.builder("SELECT id, name FROM things ORDER BY id").externalTable(table).build()
        client.query(request, LISTS).rows shouldBe listOf(listOf<Any?>(1L, "a"), listOf<Any?>(2L, "b"))
    }
}
