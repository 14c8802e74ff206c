package dev.houseflow.testkit

import dev.houseflow.BatchListener
import dev.houseflow.BatchOutcome
import dev.houseflow.BatchResult
import dev.houseflow.ConfigurationException
import dev.houseflow.FailedRows
import dev.houseflow.FailureAction
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.InserterException
import dev.houseflow.InserterOptions
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

private val NEVER: Duration = Duration.ofHours(1)

/** Rows that are added one by one and sent in batches. */
internal fun Contract.inserterCases() {
    case("inserter: rows of many callers are there once, in batches") {
        val table = newTable("id Int64, symbol String, price Float64")
        val batches = CopyOnWriteArrayList<BatchResult>()
        val options = InserterOptions<Trade> {
            maxRows = 500
            maxDelay = NEVER
            inFlight = 2
            listener(batches::add)
        }
        val inserter = client.inserter(InsertRequest.of(table), rowClass<Trade>(), options)
        coroutineScope {
            repeat(20) { caller ->
                launch { for (i in 0 until 100L) inserter.add(Trade(caller * 100 + i, "S${i % 7}", i / 4.0)) }
            }
        }
        val result = inserter.close()
        result.addedRows shouldBe 2000
        result.writtenRows shouldBe 2000
        result.failed.shouldBeEmpty()
        batches.map { it.rows } shouldContainExactly List(4) { 500 }
        for (batch in batches) {
            batch.outcome shouldBe BatchOutcome.WRITTEN
            batch.attempts shouldBe 1
            batch.queryId shouldNotBe null
            (batch.bytes > 500 * 16) shouldBe true
        }
        ask("SELECT count(), uniqExact(id), sum(id) FROM $table") shouldBe "2000\t2000\t${1999 * 1000}"
    }

    case("inserter: a batch is sent when it reaches its bytes") {
        val table = newTable("s String")
        val batches = CopyOnWriteArrayList<BatchResult>()
        val options = InserterOptions<Text> {
            maxBytes = 100_000
            maxDelay = NEVER
            listener(batches::add)
        }
        val inserter = client.inserter(InsertRequest.of(table), rowClass<Text>(), options)
        inserter.addAll(List(1000) { Text("x".repeat(999)) })
        val flushed = inserter.flush()
        flushed.writtenRows shouldBe 1000
        // Each row is 1001 bytes: 100 of them reach the limit, and a few more are looked at
        // together.
        for (batch in batches.dropLast(1)) (batch.bytes in 100_000..120_000) shouldBe true
        inserter.close().writtenRows shouldBe 1000
        ask("SELECT count() FROM $table") shouldBe "1000"
    }

    case("inserter: a row is sent after the delay, and a flush waits for what was added before it") {
        val table = newTable("id Int64")
        val soon = client.inserter(InsertRequest.of(table), rowClass<Numbered>(), InserterOptions { maxDelay = Duration.ofMillis(50) })
        soon.add(Numbered(1))
        eventually(60.seconds) { ask("SELECT count() FROM $table") shouldBe "1" }
        val late = client.inserter(InsertRequest.of(table), rowClass<Numbered>(), InserterOptions { maxDelay = NEVER })
        late.add(Numbered(2))
        late.flush().writtenRows shouldBe 1
        ask("SELECT count() FROM $table") shouldBe "2"
        late.flush().addedRows shouldBe 1
        late.close()
        soon.close().writtenRows shouldBe 1
    }

    case("inserter: a row that does not fit is handed over alone, and its neighbours are written") {
        val table = newTable("s FixedString(3)")
        val failed = CopyOnWriteArrayList<FailedRows<Text>>()
        val options = InserterOptions<Text> {
            maxDelay = NEVER
            onFailure {
                failed += it
                FailureAction.DROP
            }
        }
        val inserter = client.inserter(InsertRequest.of(table), rowClass<Text>(), options)
        for (i in 0 until 300) inserter.add(Text(if (i % 100 == 50) "too long $i" else "abc"))
        val result = inserter.close()
        result.writtenRows shouldBe 297
        result.notWrittenRows shouldBe 3
        failed.map { it.rows.single().s } shouldContainExactly listOf("too long 50", "too long 150", "too long 250")
        for (one in failed) {
            one.isBadRow shouldBe true
            one.outcome shouldBe BatchOutcome.NOT_WRITTEN
            one.failure.shouldBeInstanceOf<FormatException>().column shouldBe "s"
        }
        ask("SELECT count() FROM $table") shouldBe "297"
    }

    case("inserter: a refused batch stops it unless the handler says otherwise, and all rows come back") {
        val name = newName()
        val inserter = client.inserter(InsertRequest.of(name), rowClass<Numbered>(), InserterOptions { maxDelay = NEVER })
        val rows = List(10) { Numbered(it.toLong()) }
        inserter.addAll(rows)
        val flushed = shouldThrow<InserterException> { inserter.flush() }
        flushed.cause.shouldBeInstanceOf<ServerException>().code shouldBe 60
        flushed.message.orEmpty() shouldContain name
        shouldThrow<InserterException> { inserter.add(Numbered(10)) }
        val result = shouldThrow<InserterException> { inserter.close() }.result
        result.addedRows shouldBe 10
        result.notWrittenRows shouldBe 10
        result.failed.flatMap { it.rows } shouldContainExactly rows
        result.failed.all { it.outcome == BatchOutcome.NOT_WRITTEN && !it.isBadRow } shouldBe true
    }

    case("inserter: the handler can have a batch sent again later") {
        val name = newName()
        val maker = connect()
        val options = InserterOptions<Numbered> {
            maxDelay = NEVER
            onFailure {
                if (it.failure is ServerException) {
                    runBlocking { maker.execute(QueryRequest.of("CREATE TABLE $name (id Int64) ENGINE = Memory")) }
                    FailureAction.retryAfter(Duration.ofMillis(10))
                } else {
                    FailureAction.THROW
                }
            }
        }
        val inserter = client.inserter(InsertRequest.of(name), rowClass<Numbered>(), options)
        inserter.addAll(List(10) { Numbered(it.toLong()) })
        inserter.close().writtenRows shouldBe 10
        ask("SELECT count() FROM $name") shouldBe "10"
        client.execute(QueryRequest.of("DROP TABLE $name"))
    }

    case("inserter: an ALTER of the table between two batches is noticed") {
        val table = newMergeTree("id Int32")
        val other = connect()
        val inserter = client.inserter(InsertRequest.of(table), rowClass<Numbered>(), InserterOptions { maxDelay = NEVER })
        inserter.add(Numbered(1))
        inserter.flush()
        other.execute(QueryRequest.of("ALTER TABLE $table MODIFY COLUMN id Int64"))
        inserter.add(Numbered(1L shl 40))
        inserter.flush().writtenRows shouldBe 2
        other.execute(QueryRequest.of("ALTER TABLE $table ADD COLUMN name String DEFAULT 'n'"))
        inserter.add(Numbered(3))
        inserter.close().writtenRows shouldBe 3
        ask("SELECT sum(id), count() FROM $table") shouldBe "${(1L shl 40) + 4}\t3"
    }

    case("inserter: a flow is sent, and told of by its own numbers") {
        val table = newTable("id Int64")
        val options = InserterOptions<Numbered> {
            maxRows = 1000
            maxDelay = NEVER
        }
        val inserter = client.inserter(InsertRequest.of(table), rowClass<Numbered>(), options)
        inserter.add(Numbered(-1))
        val result = inserter.addAll((0 until 2500L).asFlow().map { Numbered(it) })
        result.addedRows shouldBe 2500
        result.writtenRows shouldBe 2500
        inserter.close().writtenRows shouldBe 2501
        ask("SELECT count(), sum(id) FROM $table") shouldBe "2501\t${2499 * 1250 - 1}"
    }

    case("inserter: without a row nothing is sent, and a closed one takes none") {
        val inserter = client.inserter(InsertRequest.of(newName()), rowClass<Numbered>(), InserterOptions { })
        inserter.flush().addedRows shouldBe 0
        inserter.close().addedRows shouldBe 0
        inserter.close().addedRows shouldBe 0
        shouldThrow<ConfigurationException> { inserter.add(Numbered(1)) }.message.orEmpty() shouldContain "closed"
    }

    case("inserter: when the client is closed first, what is left ends as not written") {
        val table = newTable("id Int64")
        val ends = connectUnowned()
        val inserter = ends.inserter(InsertRequest.of(table), rowClass<Numbered>(), InserterOptions { maxDelay = NEVER })
        inserter.add(Numbered(1))
        inserter.flush()
        inserter.add(Numbered(2))
        ends.close()
        shouldThrow<ConfigurationException> { ends.inserter(InsertRequest.of(table), rowClass<Numbered>(), InserterOptions { }) }
        val result = shouldThrow<InserterException> { inserter.close() }.result
        result.writtenRows shouldBe 1
        result.failed.single().rows shouldContainExactly listOf(Numbered(2))
        result.failed.single().failure.shouldBeInstanceOf<ConfigurationException>()
        ask("SELECT count() FROM $table") shouldBe "1"
    }

    case("inserter: in a session it fills temporary tables") {
        client.session { session ->
            session.execute(QueryRequest.of("CREATE TEMPORARY TABLE passing (id Int64)"))
            val inserter = session.inserter(InsertRequest.of("passing"), rowClass<Numbered>(), InserterOptions { maxDelay = NEVER })
            inserter.addAll(List(10) { Numbered(it.toLong()) })
            inserter.close().writtenRows shouldBe 10
            session.rawQuery(QueryRequest.of("SELECT sum(id) FROM passing")).decodeToString().trim() shouldBe "45"
        }
    }

    case("inserter: a listener and a handler that throw break nothing") {
        val table = newTable("s FixedString(3)")
        val options = InserterOptions<Text> {
            maxRows = 2
            maxDelay = NEVER
            listener { error("the listener broke") }
            onFailure { error("the handler broke") }
        }
        val inserter = client.inserter(InsertRequest.of(table), rowClass<Text>(), options)
        inserter.addAll(listOf(Text("abc"), Text("def")))
        inserter.flush().writtenRows shouldBe 2
        inserter.addAll(listOf(Text("too long"), Text("ghi")))
        val result = shouldThrow<InserterException> { inserter.close() }.result
        result.writtenRows shouldBe 3
        result.failed shouldHaveSize 1
        result.failed.single().failure.suppressed.single().message shouldBe "the handler broke"
        ask("SELECT count() FROM $table") shouldBe "3"
    }
}
