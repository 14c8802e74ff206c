package dev.houseflow.testkit

import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.toList

/** Names and types of results, with and without rows. */
internal fun Contract.emptyResultCases() {
    case("tells names and types of a result, also of one without rows") {
        val moment = "toDateTime('2024-01-15 12:00:00', 'America/New_York')"
        val columns = "`name` String\n`at` DateTime('America/New_York')\n`list` Array(UInt8)"
        for (where in listOf("", " WHERE 0", " LIMIT 0", " WHERE number > 100")) {
            val sql = "SELECT toString(number) AS name, $moment AS at, [1] AS list FROM (SELECT number FROM system.numbers LIMIT 3)$where"
            val request = QueryRequest.of(sql)
            client.query(request, rowClass<Named>()).columns.joinToString("\n") shouldBe columns
            client.columns(request).joinToString("\n") shouldBe columns
            val blocks = client.blocks(request).toList()
            blocks.first().columns.joinToString("\n") { "`${it.name}` ${it.type}" } shouldBe columns
            if (where.isNotEmpty()) {
                blocks.map { it.rowCount } shouldBe listOf(0)
                client.rows(request).toList().shouldBeEmpty()
                client.stream(request, rowClass<Named>()).toList().shouldBeEmpty()
            }
        }
    }

    case("checks a class against a result without rows") {
        val request = QueryRequest.of("SELECT 1 AS other, 'x' AS symbol, 1.5 AS price WHERE 0")
        for (read in listOf<suspend () -> Any>(
            { client.query(request, rowClass<Trade>()) },
            { client.stream(request, rowClass<Trade>()).toList() },
        )) {
            shouldThrow<FormatException> { read() }.message.orEmpty() shouldContain "`id"
        }
        client.query(QueryRequest.of("SELECT toInt64(1) AS id WHERE 0"), rowClass<Numbered>()).rows.shouldBeEmpty()
    }

    case("tells names and types of what a server shows, and runs nothing for it") {
        val database = newDatabase()
        client.columns(QueryRequest.of("SHOW TABLES FROM $database")).map { it.name } shouldBe listOf("name")
        client.query(QueryRequest.of("SHOW TABLES FROM $database"), rowClass<Shown>()).let {
            it.rows.shouldBeEmpty()
            it.columns.joinToString() shouldBe "`name` String"
        }
        shouldThrow<FormatException> { client.query(QueryRequest.of("SHOW TABLES FROM $database"), rowClass<Numbered>()) }
        val table = newTable("id Int64")
        shouldThrow<ConfigurationException> { client.columns(QueryRequest.of("INSERT INTO $table SELECT 1")) }
        client.query(QueryRequest.of("INSERT INTO $table SELECT 1"), rowClass<Numbered>()).columns.shouldBeEmpty()
        ask("SELECT count() FROM $table") shouldBe "1"
        shouldFailWith(60) { client.columns(QueryRequest.of("SELECT * FROM ${newName()}")) }
    }

    case("tells names and types with parameters", Capability.QUERY_PARAMETERS) {
        val request = QueryRequest.builder("SELECT {p:Nullable(Int64)} AS id, {t:String} AS text WHERE 0")
            .parameter("p", null).parameter("t", "x".repeat(10_000)).build()
        client.columns(request).joinToString() shouldBe "`id` Nullable(Int64), `text` String"
        client.blocks(request).toList().single().rowCount shouldBe 0
    }
}
