package dev.houseflow.coroutines

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.Progress
import dev.houseflow.Row
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.ClosedPort
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.Serializable
import java.nio.file.Files
import java.time.Duration
import java.util.UUID

class EmbeddedClientTest : FunSpec({
    // A call that hangs is a failure, not a build without end.
    timeout = 60_000

    @Serializable
    data class Trade(val id: Long, val symbol: String, val price: Double)

    @Serializable
    data class Number(val n: Long)

    val server = EmbeddedClickHouse.builder().user("default", "").user("reader", "p@ss:wörd").start()
    val ch = ClickHouseClient(server.endpoint)
    afterSpec {
        ch.close()
        server.close()
    }

    suspend fun freshTable(columns: String = "id Int64, symbol String, price Float64"): String {
        val table = "t_" + UUID.randomUUID().toString().replace("-", "")
        ch.execute("CREATE TABLE $table ($columns) ENGINE = MergeTree ORDER BY tuple()")
        return table
    }

    test("the main job: create, insert a flow, query with a parameter, stream, blocks, rows") {
        val table = freshTable()
        val written = ch.insert(table, (1L..100_000L).asFlow().map { Trade(it, if (it % 2 == 0L) "ETH" else "BTC", it / 2.0) })
        written.writtenRows shouldBe 100_000
        val progress = ArrayList<Progress>()
        val eth = ch.query<Trade>("SELECT * FROM $table WHERE symbol = {s:String} ORDER BY id LIMIT 3") {
            parameter("s", "ETH")
            setting("max_threads", 2)
            queryId = "report-" + table
            onProgress { progress.add(it) }
        }
        eth.rows shouldBe listOf(Trade(2, "ETH", 1.0), Trade(4, "ETH", 2.0), Trade(6, "ETH", 3.0))
        eth.summary.queryId shouldBe "report-$table"
        eth.summary.format shouldBe Format.NATIVE
        progress.shouldNotBeEmpty()
        ch.stream<Trade>("SELECT * FROM $table ORDER BY id").take(10).toList().map { it.id } shouldBe (1L..10L).toList()
        var sum = 0L
        ch.blocks("SELECT id, price FROM $table").collect { b -> for (i in 0 until b.rowCount) sum += b.column("id").getLong(i) }
        sum shouldBe 5_000_050_000L
        ch.rows("SELECT symbol FROM $table ORDER BY id LIMIT 1").toList().single().getString("symbol") shouldBe "BTC"
        ch.query<Long>("SELECT count() FROM $table").rows shouldBe listOf(100_000L)
    }

    for (compression in Compression.entries) {
        test("typed calls with compression $compression") {
            val table = freshTable()
            ch.insert(table, List(5000) { Trade(it.toLong(), "S$it", 0.5) }) { this.compression = compression }.writtenRows shouldBe 5000
            val back = ch.query<Trade>("SELECT * FROM $table ORDER BY id") { this.compression = compression }
            back.rows.last() shouldBe Trade(4999, "S4999", 0.5)
            back.rows shouldHaveSize 5000
            ch.query<Trade>("SELECT * FROM $table WHERE 0") { this.compression = compression }.rows.shouldBeEmpty()
        }
    }

    test("raw calls") {
        val table = freshTable()
        ch.rawInsert(table, Format.CSV, "1,\"a,b\",1.5\n2,c,2\n")
        ch.rawInsert(table, Format.JSON_EACH_ROW, "{\"id\":3,\"symbol\":\"d\",\"price\":3}\n".toByteArray()) {
            compression = Compression.LZ4
        }
        val file = Files.createTempFile("rows", ".csv")
        try {
            Files.write(file, "4,e,4\n".toByteArray())
            ch.rawInsert(table, Format.CSV, file)
            Files.newInputStream(file).use { ch.rawInsert(table, Format.CSV, it) { columns = listOf("id", "symbol", "price") } }
            ch.rawInsert(table, Format.CSV, flow { emit("5,f".toByteArray()); emit(",5\n".toByteArray()) })
            val csv = "1,\"a,b\",1.5\n2,\"c\",2\n3,\"d\",3\n4,\"e\",4\n4,\"e\",4\n5,\"f\",5\n"
            String(ch.rawQuery("SELECT * FROM $table ORDER BY id", Format.CSV)) shouldBe csv
            String(ch.rawQuery("SELECT * FROM $table ORDER BY id", Format.CSV) { compression = Compression.ZSTD }) shouldBe csv
            ch.rawStream("SELECT * FROM $table ORDER BY id", Format.CSV).toList().joinToString("") { String(it) } shouldBe csv
            String(ch.rawQuery("SELECT 1 AS x")) shouldBe "1\n"
            val summary = ch.download("SELECT * FROM $table ORDER BY id", Format.CSV, file)
            summary.format shouldBe Format.CSV
            String(Files.readAllBytes(file)) shouldBe csv
            shouldThrow<ServerException> { ch.download("SELECT * FROM nowhere", Format.CSV, file) }
            String(Files.readAllBytes(file)) shouldBe csv
            Files.list(file.parent).use { all -> all.filter { "${it.fileName}".contains("${file.fileName}.") }.count() } shouldBe 0
        } finally {
            Files.delete(file)
        }
    }

    test("the server's words: syntax error, unknown table, bad insert") {
        val unknown = shouldThrow<ServerException> { ch.query<Long>("SELECT x FROM nowhere") { queryId = "nowhere-1" } }
        unknown.code shouldBe 60
        unknown.name shouldBe "UNKNOWN_TABLE"
        unknown.queryId shouldBe "nowhere-1"
        unknown.httpStatus shouldBe 404
        unknown.serverMessage shouldContain "nowhere"
        unknown.serverMessage shouldNotContain "version"
        shouldThrow<ServerException> { ch.execute("SELEC 1") }.code shouldBe 62
        shouldThrow<ServerException> { ch.stream<Long>("SELEC 1").toList() }.code shouldBe 62
        shouldThrow<ServerException> { ch.insert("nowhere", listOf(Number(1))) }.code shouldBe 60
        val table = freshTable("n Int64")
        shouldThrow<ServerException> { ch.rawInsert(table, Format.CSV, "x\n") }.name shouldBe "INCORRECT_DATA"
    }

    test("I30 a failing row in mid-stream: complete rows first, then the server's words") {
        for (compression in listOf(Compression.NONE, Compression.LZ4)) {
            val seen = ArrayList<Long>()
            val error = shouldThrow<ServerException> {
                ch.stream<Long>("SELECT throwIf(number = 3000000, 'boom') + number FROM numbers(4000000)") {
                    this.compression = compression
                    setting("max_block_size", 10_000)
                    setting("max_threads", 1)
                }.collect { seen.add(it) }
            }
            error.code shouldBe 395
            error.name shouldBe "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"
            error.serverMessage shouldContain "boom"
            error.httpStatus shouldBe 200
            seen.size shouldBeGreaterThan 1000
            seen shouldBe (0L until seen.size).toList()
        }
        val text = StringBuilder()
        val raw = shouldThrow<ServerException> {
            ch.rawStream("SELECT throwIf(number = 3000000, 'boom') + number FROM numbers(4000000)", Format.CSV) {
                setting("max_block_size", 10_000)
            }
                .collect { text.append(String(it)) }
        }
        raw.code shouldBe 395
        text.toString() shouldNotContain "exception"
        // The same query at once fails before its first row, with a status of its own.
        shouldThrow<ServerException> {
            ch.query<Long>("SELECT throwIf(number = 3000000, 'boom') + number FROM numbers(4000000)")
        }.httpStatus shouldBe 500
    }

    test("who may come in") {
        val wrong =
            shouldThrow<ServerException> {
                ClickHouseClient(server.endpoint) { username = "reader"; password = "no" }.use { it.execute("SELECT 1") }
            }
        wrong.code shouldBe 516
        ClickHouseClient(server.endpoint) { username = "reader"; password = "p@ss:wörd" }.use {
            it.query<Int>("SELECT 1").rows shouldBe listOf(1)
        }
        val url = server.endpoint.replace("http://", "http://reader:p%40ss%3Aw%C3%B6rd@")
        ClickHouseClient(url).use {
            it.query<Int>("SELECT 1").rows shouldBe listOf(1)
            it.toString() shouldNotContain "ss:w"
            it.toString() shouldContain "<hidden>"
        }
        val down = ClickHouseClient(ClosedPort.endpoint)
        shouldThrow<TransportException> { down.execute("SELECT 1") }.mayHaveReachedServer shouldBe false
        down.ping() shouldBe false
        ch.ping() shouldBe true
        down.close()
        shouldThrow<ConfigurationException> { down.execute("SELECT 1") }
    }

    test("sessions keep temporary tables and settings, and say when they would wait for themselves") {
        ch.session {
            execute("CREATE TEMPORARY TABLE tt (n Int64)")
            execute("SET max_threads = 3")
            insert("tt", listOf(Number(1), Number(2)))
            query<Long>("SELECT sum(n) FROM tt").rows shouldBe listOf(3L)
            query<String>("SELECT toString(getSetting('max_threads'))").rows shouldBe listOf("3")
            coroutineScope {
                (1..4).map { n -> async { query<Int>("SELECT {n:Int32}") { parameter("n", n) }.rows.single() } }.awaitAll()
            } shouldBe
                listOf(1, 2, 3, 4)
            shouldThrow<ConfigurationException> {
                rows("SELECT number FROM numbers(1000000)").collect { query<Int>("SELECT 1") }
            }.message.shouldNotBeNull() shouldContain "session"
            shouldThrow<ConfigurationException> {
                insert("tt", flow { emit(Number(query<Long>("SELECT 1").rows.single())) })
            }
            rows("SELECT number FROM numbers(10)").toList() shouldHaveSize 10
            query<Long>("SELECT count() FROM tt").rows shouldBe listOf(2L)
        }
        shouldThrow<ServerException> { ch.execute("SELECT * FROM tt") }.code shouldBe 60
    }

    test("a column whose type changed after the first insert is an error, never a wrapped number; the next insert knows the new type") {
        val table = freshTable("n Int64")
        ch.insert(table, listOf(Number(1)))
        val behindTheBack = "ALTER TABLE $table MODIFY COLUMN n UInt8 SETTINGS mutations_sync = 2"
        ClickHouseClient(server.endpoint).use { it.execute(behindTheBack) }
        shouldThrow<ServerException> { ch.insert(table, flowOf(Number(300))) }.let {
            it.name shouldBe "TYPE_MISMATCH"
            it.serverMessage shouldContain "send this insert again"
        }
        shouldThrow<FormatException> { ch.insert(table, flowOf(Number(300))) }.column shouldBe "n"
        ch.insert(table, listOf(Number(200)))
        ch.query<Number>("SELECT n FROM $table ORDER BY n").rows.map { it.n } shouldBe listOf(1L, 200L)
    }

    test("columns: defaults of the server, a subset, computed columns, a changed table") {
        val table =
            freshTable("n Int64, d String DEFAULT 'dflt', m Int64 MATERIALIZED n * 2, a Int64 ALIAS n * 3, `odd ``name` Int8 DEFAULT 7")
        ch.insert(table, listOf(Number(5)))
        String(ch.rawQuery("SELECT n, d, m, a, `odd \\`name` FROM $table", Format.CSV)) shouldBe "5,\"dflt\",10,15,7\n"
        @Serializable data class WithStranger(val n: Long, val stranger: Long)

        @Serializable data class WithComputed(val n: Long, val m: Long)
        ch.insert(table, listOf(WithComputed(1, 77))) { columns("n") }
        ch.query<Long>("SELECT m FROM $table WHERE n = 1").rows shouldBe listOf(2L)
        shouldThrow<FormatException> { ch.insert(table, listOf(WithStranger(1, 2))) }.message.shouldNotBeNull() shouldContain "stranger"
        ch.execute("ALTER TABLE $table ADD COLUMN extra String")
        @Serializable data class WithExtra(val n: Long, val extra: String)
        ch.insert(table, listOf(WithExtra(6, "x"))).writtenRows shouldBe 1
        ch.insert(table, emptyList<Number>()).writtenRows shouldBe 0
    }

    test("a failing source of rows leaves an insert broken off, and its failure is what the caller sees") {
        val table = freshTable("n Int64")
        shouldThrow<IllegalStateException> {
            ch.insert(table, flow { repeat(10) { emit(Number(it.toLong())) }; error("the source failed") })
        }.message shouldBe "the source failed"
        ch.query<Long>("SELECT count() FROM $table").rows shouldBe listOf(0L)
        ch.insert(table, listOf(Number(1))).writtenRows shouldBe 1
    }

    test("a refused insert ends its source") {
        val table = freshTable("n UInt8")

        @Serializable data class Text(val n: String)
        shouldThrow<FormatException> { ch.insert(table, listOf(Text("x"))) }
        val endless = flow { var i = 0L; while (true) emit(Number(i++ % 200)) }
        shouldThrow<ServerException> {
            ch.insert(table, endless) { setting("max_rows_to_read", 1); setting("no_such_setting_at_all", 1) }
        }.code shouldBe 115
    }

    test("C5 I24 a call that is left stops its query on the server") {
        val id = "left-" + UUID.randomUUID()
        ch.stream<Long>("SELECT number FROM numbers(100000000000)") { queryId = id }.take(5).toList() shouldHaveSize 5
        val slow = "slow-" + UUID.randomUUID()
        withTimeoutOrNull(300) {
            ch.query<Long>("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1") { queryId = slow }
        } shouldBe null
        val limited = shouldThrow<TransportException> {
            ch.query<Long>("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 2") { timeout = Duration.ofMillis(300) }
        }
        limited.message.shouldNotBeNull() shouldContain "timeout"
        withTimeoutOrNull(10_000) {
            val running = "SELECT count() FROM system.processes WHERE query LIKE '%numbers(1000000000%' AND query NOT LIKE '%processes%'"
            while (ch.query<Long>(running).rows.single() > 0) delay(50)
            true
        } shouldBe true
    }

    test("a collector that is cancelled inside of a block gets no further row") {
        for (rows in listOf(ch.stream<Long>("SELECT number FROM numbers(1000)"), ch.rows("SELECT number FROM numbers(1000)"))) {
            var got = 0
            coroutineScope {
                launch {
                    rows.collect { if (++got == 3) cancel() }
                }
            }
            got shouldBe 3
        }
    }

    test("parameters come through as they are") {
        suspend fun back(type: String, value: Any?): String =
            String(ch.rawQuery("SELECT toString({p:$type})", Format.of("RawBLOB")) { parameter("p", value) })
        val hard = "a\tb\nc\\d'e\"f\r\u0000g % + & = ü 😀"
        back("String", hard) shouldBe hard
        back("Nullable(String)", "\\N") shouldBe "\\N"
        String(ch.rawQuery("SELECT {p:Nullable(String)} IS NULL") { parameter("p", null) }) shouldBe "1\n"
        String(ch.rawQuery("SELECT hex({p:String})") { parameter("p", byteArrayOf(0, 1, -1, -128, 39, 92)) }) shouldBe "0001FF80275C\n"
        back("Bool", true) shouldBe "true"
        back("UInt8", true) shouldBe "1"
        back("Float64", Double.NaN) shouldBe "nan"
        back("Float64", Double.NEGATIVE_INFINITY) shouldBe "-inf"
        back("Float64", 1e300) shouldBe "1e300"
        back("Decimal(38, 10)", java.math.BigDecimal("1E+5").setScale(3)) shouldBe "100000"
        back("UInt64", ULong.MAX_VALUE) shouldBe "18446744073709551615"
        back("Array(String)", listOf(hard, "'", "")) shouldBe
            String(ch.rawQuery("SELECT toString([{a:String}, '''', ''])", Format.of("RawBLOB")) { parameter("a", hard) })
        back("Array(Nullable(Int32))", listOf(1, null, 3)) shouldBe "[1,NULL,3]"
        back("Array(Bool)", listOf(true, false)) shouldBe "[true,false]"
        back("Array(Array(Float64))", arrayOf(doubleArrayOf(1.5, Double.NaN), doubleArrayOf())) shouldBe "[[1.5,nan],[]]"
        back("Tuple(Int32, String)", 1 to "x'y") shouldBe "(1,'x\\'y')"
        back("Map(String, UInt8)", mapOf("k'1" to 1, "k2" to 2)) shouldBe "{'k\\'1':1,'k2':2}"
        back("UUID", UUID(1, 2)) shouldBe UUID(1, 2).toString()
        back("Date", java.time.LocalDate.of(2024, 2, 29)) shouldBe "2024-02-29"
        back("Array(Date)", listOf(java.time.LocalDate.of(2024, 2, 29))) shouldBe "['2024-02-29']"
        back("DateTime64(3, 'Asia/Tokyo')", java.time.LocalDateTime.of(2024, 1, 2, 3, 4, 5, 678_000_000)) shouldBe "2024-01-02 03:04:05.678"
        back("DateTime64(3, 'UTC')", java.time.Instant.parse("2024-01-02T03:04:05.678Z")) shouldBe "2024-01-02 03:04:05.678"
        back("DateTime64(3, 'Asia/Tokyo')", java.time.Instant.parse("2024-01-02T03:04:05.678Z")) shouldBe "2024-01-02 12:04:05.678"
        back("DateTime('UTC')", java.time.Instant.ofEpochSecond(5)) shouldBe "1970-01-01 00:00:05"
        back("DateTime64(3, 'UTC')", java.time.Instant.parse("1969-12-31T23:59:58.500Z")) shouldBe "1969-12-31 23:59:58.500"
        back("Array(DateTime64(3, 'UTC'))", listOf(java.time.Instant.parse("2024-01-02T03:04:05.678Z"))) shouldBe
            "['2024-01-02 03:04:05.678']"
        back("IPv4", java.net.InetAddress.getByName("10.1.2.3")) shouldBe "10.1.2.3"
        back("IPv6", java.net.InetAddress.getByName("2001:db8::1")) shouldBe "2001:db8::1"
        back("Enum('a' = 1, 'b' = 2)", "b") shouldBe "b"
        back("Time", Duration.ofSeconds(-3661)) shouldBe "-01:01:01"
        back("Time64(3)", Duration.ofMillis(-3661500)) shouldBe "-01:01:01.500"
        back("Identifier".let { "String" }, "x") shouldBe "x"
    }

    test("dots inside of names in JSON stay there when the request says that they are escaped") {
        val sql = "SELECT '{\"a.b\": {\"c\": 1}}'::JSON AS j"
        suspend fun read(rows: Flow<Row>) = rows.toList().single().getMap("j")
        read(ch.rows(sql)) shouldBe mapOf("a" to mapOf("b" to mapOf("c" to 1L)))
        read(ch.rows(sql) { setting("json_type_escape_dots_in_keys", true) }) shouldBe mapOf("a.b" to mapOf("c" to 1L))
        ClickHouseClient(server.endpoint) { setting("json_type_escape_dots_in_keys", 1) }.use {
            read(it.rows(sql)) shouldBe mapOf("a.b" to mapOf("c" to 1L))
        }
    }

    test("many calls at once") {
        withContext(Dispatchers.Default) {
            (1..200).map { n -> async { ch.query<Int>("SELECT {n:Int32}") { parameter("n", n) }.rows.single() } }.awaitAll()
        } shouldBe (1..200).toList()
    }

    test("a statement with a FORMAT of its own is no typed query") {
        shouldThrow<ConfigurationException> { ch.query<Int>("SELECT 1 FORMAT CSV") }.message.shouldNotBeNull() shouldContain "FORMAT"
    }
})
