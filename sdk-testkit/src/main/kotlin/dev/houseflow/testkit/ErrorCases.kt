package dev.houseflow.testkit

import dev.houseflow.Format
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.toList
import java.net.InetAddress
import java.net.ServerSocket

/** Sends some megabytes of good rows, and then fails. */
internal const val FAILS_LATE: String =
    "SELECT toInt64(number) AS id, throwIf(number = 3000000) AS ok FROM system.numbers LIMIT 5000000"

private const val THROW_IF = 395

/** Everything that goes wrong, in the server's words. */
internal fun Contract.errorCases() {
    case("refuses a wrong password") {
        val stranger = connect(password = "not the secret")
        val failure = shouldThrow<ServerException> { stranger.query(QueryRequest.of("SELECT 'x' AS s"), rowClass<Text>()) }
        failure.code shouldBe server.wrongPasswordCode
        failure.httpStatus shouldBeIn listOf(401, 403)
        failure.message.orEmpty() shouldNotContain "not the secret"
    }

    case("says that nobody listens on a port") {
        val failure = shouldThrow<TransportException> { connect(endpoint = closedPort()).execute(QueryRequest.of("SELECT 1")) }
        failure.mayHaveReachedServer shouldBe false
        failure.message.orEmpty().shouldNotBeEmpty()
    }

    case("says that a table is unknown") {
        val table = newName()
        val failure = shouldThrow<ServerException> { client.query(QueryRequest.of("SELECT * FROM $table"), rowClass<Numbered>()) }
        failure.code shouldBe 60
        failure.serverMessage shouldContain table
        failure.queryId.shouldNotBeNull()
        failure.httpStatus shouldBe 404
        failure.isRetryable shouldBe false
        shouldThrow<ServerException> { client.rows(QueryRequest.of("SELECT * FROM $table")).toList() }.code shouldBe 60
        shouldThrow<ServerException> { client.rawQuery(QueryRequest.of("SELECT * FROM $table")) }.code shouldBe 60
        shouldThrow<ServerException> { client.rawStream(QueryRequest.of("SELECT * FROM $table")).toList() }.code shouldBe 60
    }

    case("says the name of an error's code", Capability.ERROR_NAMES) {
        shouldThrow<ServerException> { client.execute(QueryRequest.of("SELECT * FROM ${newName()}")) }.name shouldBe "UNKNOWN_TABLE"
    }

    case("says where the syntax is wrong") {
        val failure = shouldThrow<ServerException> { client.execute(QueryRequest.of("SELEC 1")) }
        failure.code shouldBe 62
        failure.serverMessage shouldContain "SELEC"
    }

    case("says that a setting is unknown") {
        val request = QueryRequest.builder("SELECT 1").setting("no_such_setting", 1).build()
        val failure = shouldThrow<ServerException> { client.execute(request) }
        failure.code shouldBe 115
        failure.serverMessage shouldContain "no_such_setting"
    }

    case("fails in the middle of a stream after right rows only") {
        var next = 0L
        val failure = shouldThrow<ServerException> {
            client.stream(QueryRequest.of(FAILS_LATE), rowClass<Numbered>()).collect {
                if (it.id ==
                    next
                ) {
                    next++
                } else {
                    error("Row $next is ${it.id}")
                }
            }
        }
        failure.code shouldBe THROW_IF
        failure.serverMessage shouldContain "throwIf"
        (next <= 3_000_000L) shouldBe true
    }

    case("fails as a whole when a result fails in the middle") {
        shouldThrow<ServerException> { client.query(QueryRequest.of(FAILS_LATE), rowClass<Numbered>()) }.code shouldBe THROW_IF
        shouldThrow<ServerException> { client.blocks(QueryRequest.of(FAILS_LATE)).collect() }.code shouldBe THROW_IF
        val raw = QueryRequest.builder(FAILS_LATE).format(Format.CSV).build()
        shouldThrow<ServerException> { client.rawQuery(raw) }.code shouldBe THROW_IF
    }

    case("never hands the server's error out as data") {
        val received = StringBuilder()
        val raw = QueryRequest.builder(FAILS_LATE).format(Format.CSV).build()
        shouldThrow<ServerException> { client.rawStream(raw).collect { received.append(it.decodeToString()) } }.code shouldBe THROW_IF
        received.contains("Code") shouldBe false
        received.contains("__exception__") shouldBe false
    }

    case("works on after an error") {
        shouldThrow<ServerException> { client.execute(QueryRequest.of("SELEC 1")) }
        shouldThrow<ServerException> { client.query(QueryRequest.of(FAILS_LATE), rowClass<Numbered>()) }
        client.query(QueryRequest.of("SELECT toInt64(1) AS id"), rowClass<Numbered>()).rows shouldBe listOf(Numbered(1))
    }
}

/** An endpoint at which nobody listens. */
internal fun closedPort(): String =
    ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")).use { "http://127.0.0.1:${it.localPort}" }
