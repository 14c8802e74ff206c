package dev.houseflow.testkit

import dev.houseflow.ClickHouseException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map

/** Writing rows of a class. */
internal fun Contract.insertCases() {
    case("inserts a collection in several blocks") {
        val table = newTable("id Int64, symbol String, price Float64")
        val rows = List(2500) { Trade(it.toLong(), "S${it % 7}", it / 4.0) }
        client.insert(InsertRequest.builder(table).blockRows(1000).build(), rowClass<Trade>(), rows)
        client.query(QueryRequest.of("SELECT * FROM $table ORDER BY id"), rowClass<Trade>()).rows shouldContainExactly rows
    }

    case("inserts a flow") {
        val table = newTable("id Int64, symbol String, price Float64")
        val count = 200_000L
        client.insert(InsertRequest.of(table), rowClass<Trade>(), (0 until count).asFlow().map { Trade(it, "ETH", 0.5) })
        ask("SELECT count(), sum(id), sum(price) FROM $table") shouldBe "$count\t${count * (count - 1) / 2}\t${count / 2}"
    }

    case("inserts nothing from an empty source, and says nothing") {
        val table = newTable("id Int64")
        client.insert(InsertRequest.of(table), rowClass<Numbered>(), emptyList())
        client.insert(InsertRequest.of(table), rowClass<Numbered>(), emptyFlow())
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("leaves columns that are not named to the server") {
        val table = newTable("id Int64, name String DEFAULT concat('n', toString(id)), twice Int64 MATERIALIZED id * 2")
        client.insert(InsertRequest.of(table), rowClass<Numbered>(), listOf(Numbered(4)))
        ask("SELECT id, name, twice FROM $table") shouldBe "4\tn4\t8"
    }

    case("inserts only the columns that the request names") {
        val table = newTable("id Int64, symbol String DEFAULT 'none', price Float64")
        client.insert(
            InsertRequest.builder(table).columns("price", "id").build(),
            rowClass<Trade>(),
            listOf(Trade(1, "left out", 2.5)),
        )
        ask("SELECT * FROM $table") shouldBe "1\tnone\t2.5"
    }

    case("A6 quotes names of tables and columns") {
        val database = newDatabase()
        client.execute(QueryRequest.of("CREATE TABLE $database.`odd name` (id Int64) ENGINE = Memory"))
        client.insert(InsertRequest.of("$database.odd name"), rowClass<Numbered>(), listOf(Numbered(1)))
        ask("SELECT id FROM $database.`odd name`") shouldBe "1"
    }

    case("fails when the source fails, and leaves no part of it behind") {
        val table = newTable("id Int64")
        val source = flow {
            repeat(1000) { emit(Numbered(it.toLong())) }
            error("the source broke")
        }
        shouldThrow<IllegalStateException> { client.insert(InsertRequest.of(table), rowClass<Numbered>(), source) }
            .message shouldBe "the source broke"
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("never counts a block that was cut off") {
        val table = newTable("id Int64")
        val block = 10_000
        val source = flow {
            repeat(block * 2 + 1) { emit(Numbered(it.toLong())) }
            error("the source broke")
        }
        shouldThrow<IllegalStateException> {
            client.insert(InsertRequest.builder(table).blockRows(block).build(), rowClass<Numbered>(), source)
        }
        // What the server has of it are whole blocks, from the first on; the row of the last,
        // broken block is not there.
        val (count, sum) = ask("SELECT count(), sum(id) FROM $table").split("\t").map { it.toLong() }
        (count <= block * 2) shouldBe true
        sum shouldBe count * (count - 1) / 2
    }

    case("refuses a value that does not fit, before anything is written") {
        val table = newTable("s FixedString(3)")
        val failure = shouldThrow<FormatException> {
            client.insert(InsertRequest.of(table), rowClass<Text>(), listOf(Text("abc"), Text("too long")))
        }
        failure.column shouldBe "s"
        failure.row shouldBe 1
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("names the column that a table does not have") {
        val table = newTable("id Int64")
        shouldThrow<ClickHouseException> { client.insert(InsertRequest.of(table), rowClass<Trade>(), listOf(Trade(1, "x", 1.0))) }
            .message.orEmpty() shouldContain "symbol"
    }

    case("says that the table of an insert is unknown") {
        val name = newName()
        val failure = shouldFailWith(60) { client.insert(InsertRequest.of(name), rowClass<Numbered>(), listOf(Numbered(1))) }
        failure.serverMessage shouldContain name
    }
}
