package dev.houseflow.testkit

import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

/** What lasts from one call to the next. */
internal fun Contract.sessionCases() {
    case("keeps temporary tables and settings in a session, and only there") {
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

    case("keeps two sessions apart") {
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

    case("has the server refuse a session that should exist and does not") {
        val request = QueryRequest.builder("SELECT 1").sessionId(newName()).sessionCheck(true).build()
        shouldFailWith(372) { client.execute(request) }
    }
}

private val MAX_BLOCK_SIZE = QueryRequest.of("SELECT value AS s FROM system.settings WHERE name = 'max_block_size'")
