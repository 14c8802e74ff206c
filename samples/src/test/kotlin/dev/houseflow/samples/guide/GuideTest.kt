package dev.houseflow.samples.guide

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.Cluster
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.javaapi.ClickHouseAsyncClient
import dev.houseflow.samples.JavaInserters
import dev.houseflow.samples.ReadmeJava
import dev.houseflow.samples.Trade
import dev.houseflow.samples.collectEvents
import dev.houseflow.samples.insertTogether
import dev.houseflow.samples.report
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher
import java.io.ByteArrayOutputStream
import java.math.BigDecimal
import java.nio.file.Files
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import java.util.concurrent.CompletionException
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import java.util.zip.GZIPOutputStream
import kotlin.time.Duration.Companion.seconds

/** The snippets of the guide do what their pages say, in Kotlin and in Java. */
class GuideTest : StringSpec({
    val server = autoClose(EmbeddedClickHouse.start())
    val ch = autoClose(ClickHouseClient(server.endpoint))
    val java = autoClose(ClickHouseAsyncClient.builder(server.endpoint).build())
    val trades = listOf(Trade(1, "ETH", 1.5), Trade(2, "BTC", 2.5), Trade(3, "ETH", 0.5))
    val javaTrades = trades.map { ReadmeJava.Trade(it.id, it.symbol, it.price) }

    suspend fun count(): Long = ch.query<Long>("SELECT count() FROM trades").rows.single()

    suspend fun running(): Long = ch.query<Long>(
        "SELECT count() FROM system.processes WHERE query LIKE concat('%numbers(1000000', '000000)%')",
    ).rows.single()

    beforeTest {
        ch.execute("CREATE OR REPLACE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
        ch.insert("trades", trades)
    }

    "inserters of single rows" {
        ch.execute("CREATE OR REPLACE TABLE events (at DateTime64(3), name String) ENGINE MergeTree ORDER BY at")
        val lines = CopyOnWriteArrayList<String>()
        val now = Instant.parse("2026-05-01T12:00:00Z")
        collectEvents(ch, { rows, outcome, why -> lines += "$rows $outcome $why" }, lines::add) { now }
        val inJava = object : JavaInserters() {
            override fun log(line: String) {
                lines += line
            }

            override fun now(): Instant = now
        }
        inJava.collectEvents(java) { rows, outcome, why -> lines += "$rows $outcome $why" }
        lines.filter { it == "1 of 1 rows are written" } shouldHaveSize 2
        lines.filter { it.startsWith("WRITTEN: 1 rows") } shouldHaveSize 2
        ch.query<Long>("SELECT count() FROM events WHERE name = 'login'").rows.single() shouldBe 2
        ch.execute("DROP TABLE events")
    }

    "getting started" {
        start(server.endpoint)
        ch.query<Long>("SELECT count() FROM visits").rows.single() shouldBe 2
        ch.execute("DROP TABLE visits")
        JavaStart.start(server.endpoint)
        ch.query<Visit>("SELECT * FROM visits ORDER BY at").rows.map { it.user } shouldBe listOf("ana", null)
    }

    "queries" {
        everyTrade(ch).rows shouldBe trades
        JavaReading.everyTrade(java).rows shouldBe javaTrades
        singleValues(ch) shouldBe listOf(3L, listOf("BTC", "ETH"), 2.5, 3L, 0.5)
        JavaReading.singleValues(java) shouldBe listOf(3L, listOf("BTC", "ETH"))
        withoutClass(ch) shouldBe listOf("1 ETH 1.5", "2 BTC 2.5", "3 ETH 0.5")
        JavaReading.withoutClass(java) shouldBe withoutClass(ch)
        withAnswer(ch)
        JavaReading.withAnswer(java)
        byColumn(ch) shouldBe 4.5
        JavaReading.byColumn(java) shouldBe 4.5
        statement(ch).writtenRows shouldBe 1
        JavaReading.statement(java).writtenRows shouldBe 1
        withOptions(ch).rows shouldBe trades
        withOptions(ch).summary.queryId shouldStartWith "report-"
        JavaReading.withOptions(java).rows shouldBe javaTrades
        JavaReading.ofSymbols(java, listOf("ETH")) shouldBe listOf(javaTrades[0], javaTrades[2])
        columnsOf(ch) shouldBe listOf("id: Int64", "twice: Float64")
        JavaReading.columnsOf(java).map { "${it.name}: ${it.type}" } shouldBe columnsOf(ch)
    }

    "values" {
        val at = Instant.parse("2026-01-31T12:00:00.5Z")
        values(ch) shouldBe listOf(7L, BigDecimal("19.90"), LocalDate.of(2026, 1, 31), at, listOf("a", "b"), null)
        JavaValues.values(java) shouldBe listOf(7L, BigDecimal("19.90"), at, listOf("a", "b"))
    }

    "rows as classes" {
        val order = Order(
            id = UUID.randomUUID(),
            createdAt = Instant.parse("2026-01-31T12:00:00.5Z"),
            total = BigDecimal("19.90"),
            status = Status.PAID,
            items = listOf(Item("cup", 2)),
            tags = mapOf("from" to "guide"),
        )
        orders(ch, listOf(order)) shouldBe listOf(order)
    }

    "streams" {
        val lines = ArrayList<String>()
        dearTrades(ch) { lines += it }
        lines shouldBe listOf("1,ETH,1.5", "2,BTC,2.5")
        JavaStreaming.dearTrades(java) { lines += it }
        lines shouldBe listOf("1,ETH,1.5", "2,BTC,2.5", "1,ETH,1.5", "2,BTC,2.5")
        firstTen(ch) shouldBe trades
        JavaStreaming.firstTen(java) shouldBe javaTrades
        tradesOf(ch, "ETH").toList() shouldBe listOf(trades[0], trades[2])
        JavaStreaming.read(java) shouldBe 3
        ch.execute("INSERT INTO trades SELECT number, 'ETH', number FROM numbers(5000)")
        JavaStreaming.read(java) shouldBe 1000
    }

    "cancelled queries end on the server" {
        val first = CompletableDeferred<Trade>()
        cancelled(ch, { first.await() }) { first.complete(it) }
        eventually(10.seconds) { running() shouldBe 0 }
        JavaStreaming.cancelled(java) { while (running(java) == 0L) Thread.sleep(10) }.isCancelled shouldBe true
        eventually(10.seconds) { running() shouldBe 0 }
        val late = java.query("SELECT sum(sqrt(number)) FROM numbers(1000000000000)", Double::class.javaObjectType)
        shouldThrow<CompletionException> { late.orTimeout(300, TimeUnit.MILLISECONDS).join() }
        eventually(10.seconds) { running() shouldBe 0 }
    }

    "what the pages say can go wrong" {
        shouldThrow<ServerException> { ch.query<Int>("SELECT {x:UInt8}") }.name shouldBe "UNKNOWN_QUERY_PARAMETER"
        shouldThrow<ServerException> { ch.execute("SELECT 1; SELECT 2") }.name shouldBe "SYNTAX_ERROR"
        shouldThrow<ConfigurationException> { ch.query<Int>("SELECT 1 AS x FORMAT CSV") }.message shouldContain "typed calls read Native"
        shouldThrow<ServerException> { ch.rawInsert("trades", Format.CSV, "x,y,z\n") }.name shouldStartWith "CANNOT_PARSE"
        ch.execute("CREATE TABLE visits_of_now (at DateTime64(3, 'UTC'), page String, user Nullable(String)) ENGINE Memory")
        shouldThrow<FormatException> { ch.insert("visits_of_now", listOf(Visit(Instant.ofEpochSecond(1, 1), "/", null))) }
            .message shouldContain "is outside of the precision of this type; truncate it"
        java.rows("SELECT 1").use { rows ->
            rows.stream().count() shouldBe 1
            shouldThrow<ConfigurationException> { rows.stream() }.message shouldContain "already consumed"
        }
    }

    "every code that a server knows" {
        val codes = ch.query<Pair<String, Int>>("SELECT name, code FROM system.errors SETTINGS system_events_show_zero_values = 1")
        codes.rows.first { it.second == 60 }.first shouldBe "UNKNOWN_TABLE"
    }

    "errors" {
        tradesOrNone(ch) shouldBe trades
        JavaErrors.tradesOrNone(java) shouldBe javaTrades
        JavaErrors.tradesOrNoneLater(java).join() shouldBe javaTrades
        ch.execute("DROP TABLE trades")
        tradesOrNone(ch) shouldBe emptyList()
        JavaErrors.tradesOrNone(java) shouldBe emptyList()
        JavaErrors.tradesOrNoneLater(java).join() shouldBe emptyList()
        ch.execute("CREATE TABLE trades (id Int64) ENGINE MergeTree ORDER BY id")
        shouldThrow<IllegalStateException> { tradesOrNone(ch) }.message shouldContain "`price: Double` has no column"
        shouldThrow<CompletionException> { JavaErrors.tradesOrNone(java) }
        ClickHouseClient("http://127.0.0.1:1").use { absent ->
            shouldThrow<IllegalStateException> { tradesOrNone(absent) }.message shouldContain "Connection refused"
        }
    }

    "sessions" {
        wantedTrades(ch, listOf(2, 3)) shouldBe trades.drop(1)
        JavaSessions.wantedTrades(java, listOf(2L, 3L)) shouldBe javaTrades.drop(1)
        bySessionId(ch, "guide") shouldBe "Asia/Tokyo"
        JavaSessions.bySessionId(java, "guide in Java") shouldBe "Asia/Tokyo"
        shouldThrow<ServerException> { ch.query<Int>("SELECT 1") { sessionId("nobody's").sessionCheck(true) } }.code shouldBe 372
    }

    "schema" {
        for (columns in listOf(showTable(ch), JavaSchema.showTable(java))) {
            columns.map { "$it ${it.inSortingKey}" } shouldBe listOf("`id` Int64 true", "`symbol` String false", "`price` Float64 false")
        }
        for (tables in listOf(listTables(ch), JavaSchema.listTables(java))) {
            tables.getValue("default").map { it.name } shouldContain "trades"
            tables.getValue("system").map { it.name } shouldContain "columns"
        }
        for (columns in listOf(describeQuery(ch), JavaSchema.describeQuery(java))) {
            columns.map { "$it" } shouldBe listOf("`symbol` String", "`mean` Float64")
        }
        copyTable(ch, "trades", "it's `a` copy") shouldBe true
        copyTable(ch, "trades", "it's `a` copy") shouldBe false
        JavaSchema.copyTable(java, "it's `a` copy", "another; copy") shouldBe true
        JavaSchema.copyTable(java, "it's `a` copy", "another; copy") shouldBe false
        ch.tableInfo("another; copy").comment shouldBe "a copy of it's `a` copy"
    }

    "tables" {
        for ((make, grow, others) in listOf(
            Triple(suspend { makeTable(ch) }, suspend { growTable(ch) }, suspend { otherStatements(ch) }),
            Triple(
                suspend {
                    JavaTables.makeTable(java)
                },
                suspend { JavaTables.growTable(java) },
                suspend { JavaTables.otherStatements(java) },
            ),
        )) {
            make()
            ch.tableInfo("deals").sortingKey shouldBe "symbol, ts"
            grow() shouldBe emptyList()
            val deal = Deal(1, Instant.parse("2026-01-31T12:00:00Z"), "ETH", Side.SELL, BigDecimal("1.5000"), listOf(Fill("x", 2)))
            ch.insert("deals", listOf(deal))
            ch.query<Deal>("SELECT * FROM deals").rows shouldBe listOf(deal)
            ch.execute("ALTER TABLE deals DROP COLUMN note, DROP COLUMN fills")
            grow() shouldBe listOf("fills", "note")
            ch.describe("deals").map { it.name }.takeLast(2) shouldBe listOf("fills", "note")
            others()
            ch.tableExists("deals") shouldBe false
        }
        showStatement() shouldContain "CREATE TABLE `shop`.`deals` ON CLUSTER `main`"
        showStatement() shouldBe JavaTables.showStatement()
    }

    "connections" {
        patientClient(server.endpoint).use { it.query<Int>("SELECT 1").rows shouldBe listOf(1) }
        JavaConnections.patientClient(server.endpoint).use { it.ping().join() shouldBe true }
        shared(server.endpoint) shouldBe true
        JavaConnections.shared(server.endpoint) shouldBe true
        warm(server.endpoint) shouldStartWith "5 opened: PoolStats(5 open, 5 idle"
        JavaConnections.warm(server.endpoint) shouldStartWith "5 opened: PoolStats(5 open, 5 idle"
        report(ch)
        named().close()
        JavaConnections.named().close()
        JavaConnections.report(java) shouldStartWith "ClickHouse 26."
        throughProxy("http://127.0.0.1:1").close()
        JavaSecurity.throughProxy("http://127.0.0.1:1").close()
        throughTunnel("socks5://user:password@127.0.0.1:1").close()
        JavaSecurity.throughTunnel("socks5://user:password@127.0.0.1:1").close()
        withPassword("secret").close()
        JavaSecurity.withPassword("secret").close()
    }

    "formats and files" {
        asText(ch) shouldStartWith "\"id\",\"symbol\",\"price\"\n1,\"ETH\",1.5\n"
        JavaFormats.asText(java) shouldEndWith "3,\"ETH\",0.5\n"
        withSummary(ch) shouldContain "\"ETH\""
        JavaFormats.withSummary(java) shouldContain "\"ETH\""
        asLines(ch) shouldBe (listOf(1.5, 2.5, 0.5) to trades)
        JavaFormats.asLines(java).map { it.id() } shouldBe listOf(1L, 2L, 3L)
        val document = asDocument(ch)
        document.rows.map { it.symbol } shouldBe listOf("BTC")
        document.totals?.price shouldBe 4.5
        JavaFormats.asDocument(java).totals?.price() shouldBe 4.5
        val folder = tempdir().toPath()
        val parquet = folder.resolve("trades.parquet")
        intoFile(ch, parquet)
        Files.readAllBytes(parquet).decodeToString(0, 4) shouldBe "PAR1"
        JavaFormats.intoFile(java, parquet)
        val json = ByteArrayOutputStream().also { intoStream(ch, it) }.toString(Charsets.UTF_8)
        json shouldEndWith "{\"id\":3,\"symbol\":\"ETH\",\"price\":0.5}\n"
        ByteArrayOutputStream().also { JavaFormats.intoStream(java, it) }.toString(Charsets.UTF_8) shouldBe json
        val csv = folder.resolve("trades.csv")
        Files.writeString(csv, "8,ETH,1\n9,BTC,2\n")
        val packed = folder.resolve("trades.json.gz")
        GZIPOutputStream(Files.newOutputStream(packed)).use { it.write("""{"id": 10, "unknown": 1}""".toByteArray()) }
        fromFiles(ch, csv, packed)
        count() shouldBe 7
        JavaFormats.fromFiles(java, csv, packed)
        count() shouldBe 10
        packedThereAndBack(ch, folder)
        count() shouldBe 20
        JavaFormats.packedThereAndBack(java, folder)
        count() shouldBe 40
    }

    "progress" {
        val shown = ArrayList<String>()
        withProgress(ch) { shown += it } shouldBe 1_999_999_999_000_000_000
        shown.size shouldBeGreaterThan 0
        shown.clear()
        JavaProgress.withProgress(java) { shown += it } shouldBe 1_999_999_999_000_000_000
        shown.last() shouldContain " of 2000000000 rows"
    }

    "inserts" {
        insertList(ch, trades).writtenRows shouldBe 3
        JavaInserts.insertList(java, javaTrades).sentRows shouldBe 3
        insertFlow(ch, trades.asFlow()).sentRows shouldBe 3
        JavaInserts.insertPublisher(java, javaTrades.asFlow().asPublisher()).sentRows shouldBe 3
        insertColumns(ch, trades).sentRows shouldBe 3
        JavaInserts.insertColumns(java, javaTrades).sentRows shouldBe 3
        ch.query<Long>("SELECT count() FROM trades WHERE symbol = ''").rows shouldBe listOf(6L)
        count() shouldBe 21
        ch.execute("CREATE TABLE events AS trades")
        ch.execute("ALTER TABLE trades MODIFY SETTING non_replicated_deduplication_window = 100")
        insertOnce(ch, trades, "batch 1")
        insertOnce(ch, trades, "batch 1")
        JavaInserts.insertOnce(java, javaTrades, "batch 1")
        JavaInserts.insertOnce(java, javaTrades, "batch 2")
        count() shouldBe 27
        insertTogether(ch, trades)
        JavaInserts.insertTogether(java, javaTrades).sentRows shouldBe 3
        ch.query<Long>("SELECT count() FROM events").rows shouldBe listOf(6L)
    }

    "futures, Android, and by hand" {
        JavaFutures.TradeService(server.endpoint, "default", "").use { it.latest() shouldBe javaTrades.reversed() }
        JavaFutures.overview(java).join() shouldBe "3 trades of [BTC, ETH]"
        TradeRepository(server.endpoint, "default", "").use { it.latest() shouldHaveSize 3 }
        tradesByHand(server.endpoint, "ETH") shouldBe listOf(trades[0], trades[2])
        trades(ch, "ETH") shouldBe tradesByHand(server.endpoint, "ETH")
    }

    "scale" {
        cluster().close()
        JavaScale.cluster().close()
        EmbeddedClickHouse.start().use { other ->
            val shards = listOf(server.endpoint, other.endpoint).map { listOf(it) }
            Cluster(shards).use { cluster ->
                cluster.onEachShard { _, shard ->
                    shard.execute("CREATE OR REPLACE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
                }
                writeShards(cluster, trades.asFlow()).writtenRows shouldBe 3
                readShards(cluster) shouldBe 4.5
            }
            dev.houseflow.javaapi.Cluster.of(shards).use { cluster ->
                JavaScale.writeShards(cluster, javaTrades) shouldBe 3
                JavaScale.readShards(cluster).asFlow().toList().sumOf { it.price } shouldBe 9.0
            }
            // The embedded server is in no cluster; samples/cluster finds a real one.
            shouldThrow<ConfigurationException> { discovered(ch, "main", server.port()) }.message shouldContain "knows no cluster main"
        }
    }

    "what migration ends with" {
        JavaMigration.client(server.endpoint).use { client ->
            JavaMigration.query(client) shouldBe listOf(javaTrades[0], javaTrades[2])
            JavaMigration.rows(client) shouldBe listOf("1 1.5", "3 0.5")
            JavaMigration.insert(client, javaTrades).writtenRows shouldBe 3
            val csv = tempdir().toPath().resolve("trades.csv")
            Files.writeString(csv, "4,ETH,4\n")
            JavaMigration.file(client, csv)
            count() shouldBe 7
        }
    }
})

private fun running(java: ClickHouseAsyncClient): Long =
    java.query("SELECT count() FROM system.processes WHERE query LIKE concat('%sum(sqrt', '(number))%')", Long::class.javaObjectType)
        .join().rows[0]
