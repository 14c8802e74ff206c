package dev.houseflow.testkit.documents

import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.InsertMode
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.testkit.Capability
import dev.houseflow.testkit.Contract
import dev.houseflow.testkit.Numbered
import dev.houseflow.testkit.Text
import dev.houseflow.testkit.rowClass
import dev.houseflow.testkit.shouldFailWith
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.toList

/** What ClickHouse's page "HTTP interface" promises, on a real server. */
internal fun Contract.httpRows() {
    case("I5 a statement is whole wherever it stands, with line breaks, comments and a format") {
        client.rawQuery(QueryRequest.of("SELECT\n 1 -- one\n, /* two */ 2\nFORMAT CSV")).decodeToString() shouldBe "1,2\n"
        shouldFailWith(62) { client.execute(QueryRequest.of("SEL\nECT 1")) }
    }

    case("I6 a statement longer than any URL is sent, and one beyond max_query_size is told of") {
        val sql = "SELECT toInt64(length('${"x".repeat(400_000)}')) AS id"
        val allowed = QueryRequest.builder(sql).setting("max_query_size", 1_000_000).build()
        client.query(allowed, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(400_000))
        val refused = shouldFailWith(62) { client.query(QueryRequest.of(sql), rowClass<Numbered>()) }
        // Servers of 2018 say where they stopped, and not why.
        if (Capability.ERROR_NAMES !in server.lacks) refused.message.orEmpty() shouldContain "max_query_size"
    }

    case("I7 what only reads may be sent by GET, and changes nothing whoever asks") {
        val request = QueryRequest.builder("SELECT toInt64(number) AS id FROM system.numbers LIMIT 3").readOnly(true).build()
        client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(0), Numbered(1), Numbered(2))
        client.stream(request, rowClass<Numbered>()).toList() shouldContainExactly listOf(Numbered(0), Numbered(1), Numbered(2))
        client.rawQuery(request).decodeToString() shouldBe "0\n1\n2\n"
        val name = newName()
        val create = QueryRequest.builder("CREATE TABLE $name (a UInt8) ENGINE = Memory").readOnly(true).build()
        shouldFailWith(164) { client.execute(create) }
        shouldFailWith(60) { client.execute(QueryRequest.of("SELECT * FROM $name")) }
    }

    case("I7 parameters go along by GET", Capability.QUERY_PARAMETERS) {
        val request = QueryRequest.builder("SELECT length({s:String}) + {n:Int64} AS id").parameter("s", "é".repeat(3000)).parameter("n", 1)
        client.query(request.readOnly(true).build(), rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(6001))
    }

    case("I11 the format is a parameter of the URL, and a FORMAT clause wins") {
        client.rawQuery(QueryRequest.builder("SELECT 1, 2").format(Format.CSV).build()).decodeToString() shouldBe "1,2\n"
        client.rawQuery(QueryRequest.builder("SELECT 1, 2 FORMAT Values").format(Format.CSV).build()).decodeToString() shouldBe "(1,2)"
    }

    case("I13 rows go in by VALUES in the statement, by Values, by TabSeparated, and typed: nine rows, their sum is 54") {
        val table = newTable("a UInt8")
        client.execute(QueryRequest.of("INSERT INTO $table VALUES (1),(2),(3)"))
        client.rawInsert(InsertRequest.of(table), Format.VALUES, "(4),(5),(6)".toByteArray())
        client.rawInsert(InsertRequest.of(table), Format.TAB_SEPARATED, "10\n11\n".toByteArray())
        client.insertColumns(InsertRequest.of(table), mapOf("a" to listOf(12)))
        ask("SELECT sum(a), count() FROM $table") shouldBe "54\t9"
    }

    case("I13 rows go into a table function", Capability.QUERY_PARAMETERS) {
        val into = InsertRequest.intoFunction("null('id Int64, name String')").insertMode(InsertMode.SYNCHRONOUS)
        val raw = client.rawInsert(into.columns("id", "name").build(), Format.CSV, "1,\"a\"\n2,\"b\"\n".toByteArray())
        raw.writtenRows shouldBe 2
        val typed = InsertRequest.intoFunction("null('id Int64')").insertMode(InsertMode.SYNCHRONOUS).build()
        client.insert(typed, rowClass<Numbered>(), List(5) { Numbered(it.toLong()) }).writtenRows shouldBe 5
        shouldFailWith(46) { client.rawInsert(InsertRequest.intoFunction("no_such_function(1)").build(), Format.CSV, "1\n".toByteArray()) }
    }

    case("I13 data in TabSeparated needs no format") {
        val table = newTable("id Int64, name String")
        client.rawInsert(InsertRequest.of(table), "1\ta\n2\tb\n")
        ask("SELECT sum(id), max(name) FROM $table") shouldBe "3\tb"
    }

    case("I14 a statement without a result gives a summary, and no result is told from one without rows") {
        val name = newName()
        client.execute(QueryRequest.of("CREATE TABLE $name (a UInt8) ENGINE = Memory")).queryId.isNotEmpty() shouldBe true
        client.rawQuery(QueryRequest.of("DROP TABLE $name")).size shouldBe 0
        val nothing = client.query(QueryRequest.of("CREATE TABLE $name (a UInt8) ENGINE = Memory"), rowClass<Numbered>())
        nothing.rows.shouldBeEmpty()
        nothing.columns.shouldBeEmpty()
        val none = client.query(QueryRequest.of("SELECT toInt64(a) AS id FROM $name"), rowClass<Numbered>())
        none.rows.shouldBeEmpty()
        none.columns.map { it.name } shouldBe listOf("id")
        client.execute(QueryRequest.of("DROP TABLE $name"))
    }

    case("I15 rows of many threads come in the order that ORDER BY says") {
        val table = newTable("id Int64")
        for (start in listOf(20_000, 0, 10_000)) {
            client.insert(InsertRequest.of(table), rowClass<Numbered>(), List(10_000) { Numbered(start + it.toLong()) })
        }
        val rows = client.stream(QueryRequest.of("SELECT id FROM $table ORDER BY id"), rowClass<Numbered>()).toList()
        rows shouldContainExactly List(30_000) { Numbered(it.toLong()) }
    }

    case("I16 ClickHouse's own frames carry answers and inserts, by each method") {
        val table = newTable("id Int64")
        for (method in Compression.entries) {
            val request = InsertRequest.builder(table).compression(method).build()
            client.insert(request, rowClass<Numbered>(), List(50_000) { Numbered(it.toLong()) })
            val read = QueryRequest.builder("SELECT id FROM $table ORDER BY id LIMIT 50000").compression(method).build()
            client.query(read, rowClass<Numbered>()).rows.size shouldBe 50_000
        }
        ask("SELECT count() FROM $table") shouldBe "${50_000 * Compression.entries.size}"
    }

    case("I20 a password that a server refuses is asked for again") {
        val given = ArrayDeque(listOf("not the secret", server.address.password))
        val changing = connect { given.removeFirst() }
        changing.rawQuery(QueryRequest.of("SELECT 1")).decodeToString() shouldBe "1\n"
        changing.rawQuery(QueryRequest.of("SELECT 2")).decodeToString() shouldBe "2\n"
        given.size shouldBe 0
    }

    case("I21 a profile is a setting like others, and what is no setting is refused by name") {
        client.rawQuery(QueryRequest.builder("SELECT 1").setting("profile", "default").build()).decodeToString() shouldBe "1\n"
        shouldFailWith(158) {
            val rows = QueryRequest.builder("SELECT sum(number) FROM (SELECT number FROM system.numbers LIMIT 100000)")
            client.rawQuery(rows.setting("max_rows_to_read", 1000).setting("max_block_size", 100).build())
        }
    }

    case("I21 a map is a setting", Capability.QUERY_PARAMETERS) {
        val table = newTable("id Int64")
        client.execute(QueryRequest.of("INSERT INTO $table VALUES (1),(2),(3)"))
        val request = QueryRequest.builder("SELECT id FROM $table").setting("additional_table_filters", mapOf(table to "id = 2")).build()
        client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(2))
    }

    case("I29 one statement is all that a request may hold") {
        shouldFailWith(62) { client.execute(QueryRequest.of("SELECT 1; SELECT 2")) }
    }

    case("I29 roles are those of the request", Capability.QUERY_PARAMETERS) {
        shouldFailWith(511) { client.query(QueryRequest.builder("SELECT 'x' AS s").roles(newName()).build(), rowClass<Text>()) }
        client.query(QueryRequest.builder("SELECT 'x' AS s").roles(emptyList()).build(), rowClass<Text>()).rows shouldContainExactly
            listOf(Text("x"))
    }
}
