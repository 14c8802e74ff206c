package dev.houseflow.testkit

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList

private const val ROWS = "SELECT toInt32(number) AS id, concat('a\\n', toString(number), 'é') AS s FROM system.numbers LIMIT "

/** Rows as lines of JSON. */
internal fun Contract.lineCases() {
    case("gives a row in each line, whatever is in it, and wherever the pieces of the answer end") {
        client.lines(QueryRequest.of(ROWS + 3)).toList() shouldBe (0 until 3).map { "{\"id\":$it,\"s\":\"a\\n${it}é\"}" }
        val many = client.lines(QueryRequest.of(ROWS + 200_000)).toList()
        many.size shouldBe 200_000
        many.forEachIndexed { row, line -> if (!line.startsWith("{\"id\":$row,")) error("row $row is $line") }
        client.lines(QueryRequest.of(ROWS + 0)).toList() shouldBe emptyList()
    }

    case("gives a row of a compact format in each line, packed as HTTP packs it", Capability.COMPACT_ROWS) {
        val compact = QueryRequest.builder(ROWS + 1).format(Format.JSON_COMPACT_EACH_ROW).acceptEncoding("gzip").build()
        client.lines(compact).first().replace(" ", "") shouldBe "[0,\"a\\n0é\"]"
    }

    case("stops the query of lines that are left, and fails as the query does") {
        val mark = newName()
        val endless = QueryRequest.of("SELECT number, '$mark' AS m FROM system.numbers")
        client.lines(endless).take(3).toList().size shouldBe 3
        awaitStopped(mark)
        shouldFailWith(395) { client.lines(QueryRequest.of(FAILS_LATE)).toList() }
        shouldFailWith(60) { client.lines(QueryRequest.of("SELECT * FROM ${newName()}")).toList() }
    }

    case("refuses formats whose lines are no rows, and lines beyond maxBlockBytes") {
        for (format in listOf(Format.CSV, Format.NATIVE, Format.of("PrettyJSONEachRow"), Format.of("JSONObjectEachRow"))) {
            val request = QueryRequest.builder("SELECT 1").format(format).build()
            shouldThrow<ConfigurationException> { client.lines(request).toList() }.message shouldContain "row in each line"
        }
        val long = QueryRequest.builder("SELECT arrayMap(x -> 'x', range(5000)) AS s").maxBlockBytes(2048).build()
        shouldThrow<FormatException> { client.lines(long).toList() }.message shouldContain "maxBlockBytes"
    }
}
