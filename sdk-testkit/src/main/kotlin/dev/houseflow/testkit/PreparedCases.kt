package dev.houseflow.testkit

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseException
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.flowOf
import java.time.Instant
import java.time.LocalDateTime

/** Inserts whose types are given, and blocks that are built here. */
internal fun Contract.preparedCases() {
    case("prepares an insert from what the table says") {
        val table = newTable("id Int64, symbol String, price Float64, twice Int64 MATERIALIZED id * 2")
        val prepared = client.prepareInsert(InsertRequest.of(table))
        prepared.columnTypes.orEmpty().map { "${it.name} ${it.type}" } shouldBe listOf("id Int64", "symbol String", "price Float64")
        client.insert(prepared, rowClass<Trade>(), listOf(Trade(1, "a", 0.5)))
        client.insert(prepared, rowClass<Map<String, Any?>>(), listOf(mapOf("id" to 2, "symbol" to "b", "price" to 1.5)))
        client.insert(prepared, rowClass<List<Any?>>(), flowOf(listOf(3, "c", 2.5)))
        client.insertColumns(prepared, mapOf("price" to doubleArrayOf(3.5), "id" to longArrayOf(4), "symbol" to arrayOf("d")))
        val some = client.prepareInsert(InsertRequest.builder(table).columns("price", "id").build())
        client.insert(some, rowClass<Trade>(), listOf(Trade(5, "left out", 4.5)))
        ask("SELECT groupArray(concat(toString(id), symbol, toString(price))) FROM (SELECT * FROM $table ORDER BY id)") shouldBe
            "['1a0.5','2b1.5','3c2.5','4d3.5','54.5']"
    }

    case("inserts by types that the caller gives") {
        val table = newTable("id Int64, symbol String, at DateTime, word String DEFAULT 'none'")
        val request = client.prepareInsert(InsertRequest.builder(table).structure("id Int64, symbol String, at DateTime").build())
        val at = Instant.ofEpochSecond(1_700_000_000)
        client.insert(request, rowClass<Map<String, Any?>>(), listOf(mapOf("id" to 1, "symbol" to "a", "at" to at)))
        val builder = BlockBuilder.of(request.columnTypes.orEmpty())
        builder.column("id").appendAll(longArrayOf(2, 3))
        builder.column("symbol").appendAll(listOf("b", "c"))
        builder.column("at").append(at)
        shouldThrow<FormatException> { builder.build() }.message.orEmpty() shouldContain "differ in length"
        builder.column("at").append(at)
        client.insert(request, rowClass<Block>(), listOf(builder.build())).sentRows shouldBe 2
        ask("SELECT count(), sum(id), any(word), max(toUInt32(at)) FROM $table") shouldBe "3\t6\tnone\t1700000000"
        val clock = mapOf("id" to 4, "symbol" to "d", "at" to LocalDateTime.of(2020, 1, 1, 0, 0))
        if (Capability.NEWER_TYPES !in server.lacks) {
            shouldThrow<FormatException> { client.insert(request, rowClass<Map<String, Any?>>(), listOf(clock)) }
                .message.orEmpty() shouldContain "DateTime('UTC')"
        }
    }

    case("refuses types that are not the table's, and writes nothing") {
        val table = newTable("id Int64, small UInt8")
        for (structure in listOf("id Int64, small Int32", "id Int64, smal UInt8", "id Int64, small Nullable(UInt8)")) {
            val request = InsertRequest.builder(table).structure(structure).build()
            val columns = structure.split(", ").associate { it.substringBefore(' ') to intArrayOf(7) }
            val failure = shouldThrow<ClickHouseException> { client.insertColumns(request, columns) }
            failure.message.orEmpty() shouldContain "smal"
        }
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("says that a prepared insert is older than its table") {
        val table = newMergeTree("id Int64, name String")
        val prepared = client.prepareInsert(InsertRequest.of(table))
        val row = listOf(mapOf("id" to 1, "name" to "a"))
        client.insert(prepared, rowClass<Map<String, Any?>>(), row)
        client.execute(QueryRequest.of("ALTER TABLE $table DROP COLUMN name"))
        val failure = shouldThrow<ClickHouseException> { client.insert(prepared, rowClass<Map<String, Any?>>(), row) }
        if (failure is ServerException) failure.message.orEmpty() shouldContain "prepare the insert anew"
        val again = client.prepareInsert(InsertRequest.of(table))
        client.insert(again, rowClass<Map<String, Any?>>(), listOf(mapOf("id" to 2)))
        ask("SELECT sum(id) FROM $table") shouldBe "3"
    }

    case("refuses a list of columns that is none") {
        shouldThrow<ConfigurationException> { InsertRequest.builder("t").structure("id") }
        shouldThrow<ConfigurationException> { InsertRequest.builder("t").structure("id Int64, id Int8") }
        shouldThrow<ConfigurationException> { InsertRequest.builder("t").structure("id Int64").columns("id").build() }
        shouldThrow<ConfigurationException> { BlockBuilder.of("") }
    }
}
