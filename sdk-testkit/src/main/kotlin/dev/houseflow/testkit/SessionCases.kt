package dev.houseflow.testkit

import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.SessionBusyException
import dev.houseflow.SessionNotFoundException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** What lasts from one call to the next. */
internal fun Contract.sessionCases() {
    case("E1 E5 keeps temporary tables and settings in a session, and only there") {
        val table = newName()
        client.session { session ->
            session.execute(QueryRequest.of("CREATE TEMPORARY TABLE $table (id Int64)"))
            session.insert(InsertRequest.of(table), rowClass<Numbered>(), listOf(Numbered(1), Numbered(2)))
            session.query(QueryRequest.of("SELECT id FROM $table ORDER BY id"), rowClass<Numbered>()).rows shouldContainExactly
                listOf(Numbered(1), Numbered(2))
            session.execute(QueryRequest.of("SET max_block_size = 777"))
            session.query(MAX_BLOCK_SIZE, rowClass<Text>()).rows shouldContainExactly listOf(Text("777"))
        }
        shouldFailWith(60) { client.query(QueryRequest.of("SELECT id FROM $table"), rowClass<Numbered>()) }
        (client.query(MAX_BLOCK_SIZE, rowClass<Text>()).rows.single().s == "777") shouldBe false
    }

    case("E3 keeps two sessions apart") {
        val table = newName()
        client.session { first ->
            first.execute(QueryRequest.of("CREATE TEMPORARY TABLE $table (id Int64)"))
            client.session { second ->
                shouldFailWith(60) { second.query(QueryRequest.of("SELECT id FROM $table"), rowClass<Numbered>()) }
            }
        }
    }

    case("goes on with a session after an error in it") {
        client.session { session ->
            session.execute(QueryRequest.of("SET max_block_size = 778"))
            shouldFailWith(62) { session.execute(QueryRequest.of("SELEC 1")) }
            session.query(MAX_BLOCK_SIZE, rowClass<Text>()).rows shouldContainExactly listOf(Text("778"))
        }
    }

    case("I22 has the server refuse a session that should exist and does not") {
        val request = QueryRequest.builder("SELECT 1").sessionId(newName()).sessionCheck(true).build()
        shouldThrow<SessionNotFoundException> { client.execute(request) }.code shouldBe 372
    }

    case("E2 fails at once in a busy session when the request says so, and waits for its turn otherwise") {
        val mark = newName()
        client.session { session ->
            coroutineScope {
                val endless = launch { session.rows(QueryRequest.of("SELECT number, '$mark' AS m FROM system.numbers")).collect { } }
                awaitRunning(mark)
                val impatient = QueryRequest.builder("SELECT 1").failWhenSessionBusy(true).build()
                val refused = shouldThrow<SessionBusyException> { session.execute(impatient) }
                refused.code shouldBe 373
                refused.httpStatus shouldBe 0
                val patient = async { session.execute(QueryRequest.of("SET max_block_size = 779")) }
                endless.cancelAndJoin()
                patient.await()
            }
            session.query(MAX_BLOCK_SIZE, rowClass<Text>()).rows shouldContainExactly listOf(Text("779"))
        }
    }
}

private val MAX_BLOCK_SIZE = QueryRequest.of("SELECT value AS s FROM system.settings WHERE name = 'max_block_size'")
