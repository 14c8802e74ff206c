package dev.houseflow.testkit

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.InsertMode
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.coroutines.flow.asFlow
import kotlin.time.Duration.Companion.seconds

/** When rows are written, and what is said of them. */
internal fun Contract.insertModeCases() {
    case("says how many rows an insert has sent, and never that 0 were written") {
        val table = newTable("id Int64")
        val rows = List(2500) { Numbered(it.toLong()) }
        for (request in listOf(InsertRequest.of(table), InsertRequest.builder(table).blockRows(1000).build())) {
            client.insert(request, rowClass<Numbered>(), rows).sentRows shouldBe 2500
            client.insert(request, rowClass<Numbered>(), rows.asFlow()).sentRows shouldBe 2500
        }
        client.insert(InsertRequest.of(table), rowClass<Numbered>(), rows).neverSaysZero()
        client.rawInsert(InsertRequest.of(table), Format.TAB_SEPARATED, "1\n2\n".toByteArray()).run {
            neverSaysZero()
            sentRows shouldBe null
        }
        client.execute(QueryRequest.of("INSERT INTO $table VALUES (1), (2)")).neverSaysZero()
        client.execute(QueryRequest.of("SELECT 1")).sentRows shouldBe null
        client.insert(InsertRequest.of(table), rowClass<Numbered>(), emptyList()).run {
            sentRows shouldBe 0
            writtenRows shouldBe 0
        }
    }

    case("writes rows at once when it is told to") {
        val table = newTable("id Int64")
        val request = InsertRequest.builder(table).insertMode(InsertMode.SYNCHRONOUS).build()
        client.insert(request, rowClass<Numbered>(), listOf(Numbered(1), Numbered(2))).sentRows shouldBe 2
        ask("SELECT count() FROM $table") shouldBe "2"
    }

    case("counts what is written at once", Capability.SUMMARY) {
        val table = newTable("id Int64")
        val request = InsertRequest.builder(table).insertMode(InsertMode.SYNCHRONOUS).build()
        client.insert(request, rowClass<Numbered>(), listOf(Numbered(1), Numbered(2))).writtenRows shouldBe 2
        client.rawInsert(request, Format.TAB_SEPARATED, "1\n2\n3\n".toByteArray()).writtenRows shouldBe 3
        // A statement that finds nothing has written nothing, and says so.
        client.execute(QueryRequest.of("INSERT INTO $table SELECT id FROM $table WHERE id > 100")).writtenRows shouldBe 0
    }

    for (mode in listOf(InsertMode.ASYNCHRONOUS_WAIT, InsertMode.ASYNCHRONOUS_NO_WAIT)) {
        for (token in listOf(null, "token")) {
            case("inserts as $mode${if (token == null) "" else " with a token"}", Capability.ASYNC_INSERTS) {
                val table = newTable("id Int64")
                val builder = InsertRequest.builder(table).insertMode(mode)
                if (token != null) builder.setting("insert_deduplication_token", token)
                val request = builder.build()
                client.insert(request, rowClass<Numbered>(), listOf(Numbered(1), Numbered(2))).run {
                    sentRows shouldBe 2
                    neverSaysZero()
                }
                client.rawInsert(request, Format.TAB_SEPARATED, "3\n".toByteArray()).neverSaysZero()
                if (mode == InsertMode.ASYNCHRONOUS_WAIT) ask("SELECT count(), sum(id) FROM $table") shouldBe "3\t6"
                eventually(30.seconds) { ask("SELECT count(), sum(id) FROM $table") shouldBe "3\t6" }
            }
        }
    }

    case("says that a server knows no asynchronous inserts") {
        if (Capability.ASYNC_INSERTS in server.lacks) {
            val table = newTable("id Int64")
            for (mode in listOf(InsertMode.ASYNCHRONOUS_WAIT, InsertMode.ASYNCHRONOUS_NO_WAIT)) {
                val request = InsertRequest.builder(table).insertMode(mode).build()
                shouldThrow<ConfigurationException> { client.insert(request, rowClass<Numbered>(), listOf(Numbered(1))) }
            }
            ask("SELECT count() FROM $table") shouldBe "0"
        }
    }
}

/** A server that does not count what it writes later is not taken at its word. */
private fun QuerySummary.neverSaysZero() {
    writtenRows shouldNotBe 0L
    writtenBytes shouldNotBe 0L
}
