package dev.houseflow.testkit

import dev.houseflow.Format
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.toList
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteIfExists

private const val THREE = "SELECT toInt64(number) AS id FROM system.numbers LIMIT 3"

/** What a server says with an answer, beside its data. */
internal fun Contract.answerCases() {
    case("A2 gives the bytes of an answer with their format, query id and headers") {
        val id = "contract-" + newName()
        val csv = client.rawResult(QueryRequest.builder(THREE).format(Format.CSV).queryId(id).build())
        csv.text() shouldBe "0\n1\n2\n"
        csv.queryId shouldBe id
        csv.summary.headers shouldContainKey "content-type"
        // Servers from before 2019 name neither.
        csv.format shouldBeIn listOf(Format.CSV, null)
        val chosen = client.rawResult(QueryRequest.of(THREE))
        chosen.body.decodeToString() shouldBe "0\n1\n2\n"
        chosen.format shouldBeIn listOf(Format.TAB_SEPARATED, null)
        chosen.summary.header("Content-Type").orEmpty() shouldContain "tab-separated-values"
    }

    case("I9 tells what the server says as soon as an answer has begun, for every way of reading") {
        val told = CopyOnWriteArrayList<QuerySummary>()

        fun request(id: String, format: Format? = null) =
            QueryRequest.builder(THREE).queryId(id).format(format).onAnswer { told.add(it) }.build()

        fun wasTold(id: String) {
            told shouldHaveSize 1
            told.single().queryId shouldBe id
            told.single().header("content-TYPE") shouldBe told.single().headers.getValue("Content-Type").first()
            told.clear()
        }

        val name = newName()
        // What an old server refuses is found out by the first call, which is then made twice.
        client.stream(QueryRequest.of(THREE), rowClass<Numbered>()).toList() shouldHaveSize 3
        client.stream(request("$name-1"), rowClass<Numbered>()).toList() shouldHaveSize 3
        wasTold("$name-1")
        client.rows(request("$name-2")).toList() shouldHaveSize 3
        wasTold("$name-2")
        client.blocks(request("$name-3")).toList().sumOf { it.rowCount } shouldBe 3
        wasTold("$name-3")
        client.rawStream(request("$name-4", Format.CSV)).toList().sumOf { it.size } shouldBe 6
        wasTold("$name-4")
        client.rawQuery(request("$name-5", Format.CSV)).size shouldBe 6
        wasTold("$name-5")
        client.query(request("$name-6"), rowClass<Numbered>()).rows shouldHaveSize 3
        wasTold("$name-6")
        client.execute(request("$name-7")).queryId shouldBe "$name-7"
        wasTold("$name-7")
        val directory = createTempDirectory("houseflow-contract")
        val file = directory.resolve("three.csv")
        try {
            client.download(request("$name-8"), Format.CSV, file)
        } finally {
            file.deleteIfExists()
            directory.deleteIfExists()
        }
        wasTold("$name-8")
    }

    case("I9 tells nothing of an answer that is an error, and fails when its listener does") {
        val told = CopyOnWriteArrayList<QuerySummary>()
        val wrong = QueryRequest.builder("SELECT x FROM ${newName()}").onAnswer { told.add(it) }.build()
        shouldFailWith(60) { client.rawQuery(wrong) }
        shouldFailWith(60) { client.rows(wrong).toList() }
        told.shouldBeEmpty()
        val broken = QueryRequest.builder(THREE).onAnswer { error("the listener broke") }.build()
        shouldThrow<IllegalStateException> { client.rawResult(broken) }.message shouldBe "the listener broke"
        shouldThrow<IllegalStateException> { client.rows(broken).toList() }.message shouldBe "the listener broke"
    }
}
