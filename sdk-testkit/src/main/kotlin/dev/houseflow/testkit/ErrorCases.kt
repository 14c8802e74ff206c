package dev.houseflow.testkit

import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.toList

/** Sends some megabytes of good rows, and then fails. */
internal const val FAILS_LATE: String =
    "SELECT toInt64(number) AS id, throwIf(number = 3000000) AS ok FROM system.numbers LIMIT 5000000"

private const val THROW_IF = 395

/** NETWORK_ERROR, ALL_CONNECTION_TRIES_FAILED, ACCESS_DENIED, POCO_EXCEPTION. */
private val CONNECTION_ERRORS = listOf(210, 279, 497, 1000)

/** Everything that goes wrong, and what its message says. */
internal fun Contract.errorCases() {
    case("I20 refuses a wrong password") {
        val stranger = connect(password = "not the secret")
        val failure = shouldFailWith(server.wrongPasswordCode) { stranger.query(QueryRequest.of("SELECT 'x' AS s"), rowClass<Text>()) }
        failure.httpStatus shouldBeIn listOf(401, 403)
        failure.message.orEmpty() shouldNotContain "not the secret"
    }

    case("says that nothing listens on a port") {
        val failure = shouldThrow<TransportException> { connect(endpoint = ClosedPort.endpoint).execute(QueryRequest.of("SELECT 1")) }
        failure.mayHaveReachedServer shouldBe false
        failure.message.orEmpty().shouldNotBeEmpty()
    }

    case("counts the row of a value that does not fit in the whole result, and in the whole insert") {
        val sql = "SELECT toInt64(if(number = 70000, 3000000000, number)) AS id FROM numbers(100000)"
        val read = shouldThrow<FormatException> { client.query(QueryRequest.of(sql), rowClass<Small>()) }
        read.row shouldBe 70_000
        read.message.orEmpty() shouldContain "row 70000"
        val table = newTable("id UInt16")
        val rows = List(70_000) { Small(if (it == 69_000) -1 else 1) }
        for (insert in listOf<suspend () -> Unit>(
            { client.insert(InsertRequest.of(table), rowClass<Small>(), rows) },
            { client.insert(InsertRequest.of(table), rowClass<Small>(), rows.asFlow()) },
        )) {
            shouldThrow<FormatException> { insert() }.row shouldBe 69_000
        }
    }

    case("says that a table is unknown") {
        val table = newName()
        val failure = shouldFailWith(60) { client.query(QueryRequest.of("SELECT * FROM $table"), rowClass<Numbered>()) }
        failure.serverMessage shouldContain table
        failure.queryId.shouldNotBeNull()
        failure.httpStatus shouldBe 404
        failure.isRetryable shouldBe false
        shouldFailWith(60) { client.rows(QueryRequest.of("SELECT * FROM $table")).toList() }
        shouldFailWith(60) { client.rawQuery(QueryRequest.of("SELECT * FROM $table")) }
        shouldFailWith(60) { client.rawStream(QueryRequest.of("SELECT * FROM $table")).toList() }
    }

    case("says the name of an error's code", Capability.ERROR_NAMES) {
        shouldThrow<ServerException> { client.execute(QueryRequest.of("SELECT * FROM ${newName()}")) }.name shouldBe "UNKNOWN_TABLE"
    }

    case("says where the syntax is wrong") {
        val failure = shouldFailWith(62) { client.execute(QueryRequest.of("SELEC 1")) }
        failure.serverMessage shouldContain "SELEC"
    }

    case("says that a setting is unknown") {
        val request = QueryRequest.builder("SELECT 1").setting("no_such_setting", 1).build()
        val failure = shouldFailWith(115) { client.execute(request) }
        failure.serverMessage shouldContain "no_such_setting"
    }

    case("tells an error whatever class the server threw") {
        // NetException, or what comes of a server without a port of its own; the embedded one lets
        // no query out.
        val remote = QueryRequest.of("SELECT * FROM remote('127.0.0.1:1', system.one)")
        for (call in listOf<suspend () -> Unit>({
            client.execute(remote)
        }, { client.rawQuery(remote) }, { client.rows(remote).toList() })) {
            val failure = shouldThrow<ServerException> { call() }
            withClue(failure.message) { failure.code shouldBeIn CONNECTION_ERRORS }
        }
    }

    case("I30 fails in the middle of a stream after right rows only") {
        var next = 0L
        val failure = shouldFailWith(THROW_IF) {
            client.stream(QueryRequest.of(FAILS_LATE), rowClass<Numbered>()).collect { row ->
                check(row.id == next) { "Row $next is ${row.id}" }
                next++
            }
        }
        failure.serverMessage shouldContain "throwIf"
        (next <= 3_000_000L) shouldBe true
    }

    case("I28 fails as a whole when a result fails in the middle") {
        shouldFailWith(THROW_IF) { client.query(QueryRequest.of(FAILS_LATE), rowClass<Numbered>()) }
        shouldFailWith(THROW_IF) { client.blocks(QueryRequest.of(FAILS_LATE)).collect() }
        val raw = QueryRequest.builder(FAILS_LATE).format(Format.CSV).build()
        shouldFailWith(THROW_IF) { client.rawQuery(raw) }
    }

    case("I30 never hands the server's error out as data") {
        val received = StringBuilder()
        val raw = QueryRequest.builder(FAILS_LATE).format(Format.CSV).build()
        shouldFailWith(THROW_IF) { client.rawStream(raw).collect { received.append(it.decodeToString()) } }
        received.contains("Code") shouldBe false
        received.contains("__exception__") shouldBe false
    }

    case("works on after an error") {
        shouldThrow<ServerException> { client.execute(QueryRequest.of("SELEC 1")) }
        shouldThrow<ServerException> { client.query(QueryRequest.of(FAILS_LATE), rowClass<Numbered>()) }
        client.query(QueryRequest.of("SELECT toInt64(1) AS id"), rowClass<Numbered>()).rows shouldBe listOf(Numbered(1))
    }
}

/** Expects the server to refuse [block] with [code]. */
internal suspend fun shouldFailWith(code: Int, block: suspend () -> Unit): ServerException {
    val failure = shouldThrow<ServerException> { block() }
    withClue(failure.message) { failure.code shouldBe code }
    return failure
}
