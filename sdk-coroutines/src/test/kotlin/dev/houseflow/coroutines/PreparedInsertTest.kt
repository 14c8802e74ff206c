package dev.houseflow.coroutines

import dev.houseflow.AttemptListener
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.Row
import dev.houseflow.testkit.AvailableServers
import dev.houseflow.testkit.Trade
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.asFlow
import kotlinx.serialization.SerializationException
import java.util.concurrent.atomic.AtomicInteger

/** How many requests inserts are, and what the types of rows without a class are taken for. */
class PreparedInsertTest : FunSpec({
    val requests = AtomicInteger()
    val ch =
        ClickHouseClient(AvailableServers.embedded.address.endpoint) { callListener(AttemptListener { requests.incrementAndGet() }) }
    afterSpec { ch.close() }

    suspend fun requestsOf(block: suspend () -> Unit): Int {
        val before = requests.get()
        block()
        return requests.get() - before
    }

    suspend fun table(name: String, columns: String = "id Int64, symbol String, price Float64"): String {
        ch.execute("CREATE OR REPLACE TABLE $name ($columns) ENGINE = Memory")
        return name
    }

    test("a prepared insert is one request for each batch, and its types are no request at all") {
        val table = table("prepared_requests")
        // The first one also asks what the server can check, once for each client.
        ch.prepareInsert(table, "id Int64, symbol String, price Float64")
        requestsOf { ch.prepareInsert(table, "id Int64, symbol String, price Float64") } shouldBe 0
        val given = ch.prepareInsert(table, "id Int64, symbol String, price Float64")
        requestsOf { repeat(3) { ch.insert(given, listOf(Trade(it.toLong(), "a", 0.5))) } } shouldBe 3
        requestsOf { ch.insert(given, List(10) { Trade(it.toLong(), "b", 0.5) }.asFlow()) } shouldBe 1
        requestsOf { ch.insert<Map<String, Any?>>(given, listOf(mapOf("id" to 1, "symbol" to "c", "price" to 1))) } shouldBe 1
        requestsOf {
            ch.insertColumns(given, mapOf("id" to longArrayOf(1), "symbol" to listOf("d"), "price" to doubleArrayOf(1.0)))
        } shouldBe
            1
        val tokens = listOf("x", "y").map { given.toBuilder().setting("insert_deduplication_token", it).build() }
        requestsOf { tokens.forEach { ch.insert(it, listOf(Trade(1, "e", 0.5))) } } shouldBe 2
        requestsOf { ch.prepareInsert(table) } shouldBe 1
        ch.query<Long>("SELECT count() FROM $table").rows shouldBe listOf(17L)
    }

    test("maps of several kinds of values are rows by column name, whatever Kotlin infers for them") {
        val table = table("inferred_maps")
        ch.insert(table, listOf(mapOf("id" to 1L, "symbol" to "a", "price" to 0.5)))
        ch.insert(table, listOf(mapOf("id" to 2L, "symbol" to "b", "price" to null)).map { it - "price" })
        ch.insert(table, listOf(hashMapOf("id" to 3L, "price" to 0.5)).map { it as Map<String, Number> })
        ch.query<Map<String, Any?>>("SELECT * FROM $table ORDER BY id").rows.map { it["id"] } shouldBe listOf(1L, 2L, 3L)
        ch.query<Row>("SELECT * FROM $table ORDER BY id").rows.map { it.getLong("id") } shouldBe listOf(1L, 2L, 3L)
        ch.query<Array<Any?>>("SELECT id, symbol FROM $table ORDER BY id LIMIT 1").rows.single().toList() shouldBe listOf(1L, "a")
        ch.query<Map<String, Long>>("SELECT map('a', toInt64(1))").rows shouldBe listOf(mapOf("a" to 1L))
        ch.query<List<Long>>("SELECT [toInt64(1)]").rows shouldBe listOf(listOf(1L))
        shouldThrow<FormatException> { ch.insert(table, listOf(mapOf("id" to 1L, "price" to 2L))) }.message shouldContain
            "Map<String, Any?>"
        shouldThrow<SerializationException> { ch.query<List<Thread>>("SELECT 1") }
    }

    test("rows of one result go into a table of wider types, and not into one of narrower ones") {
        val wide = table("wide", "id Int128, symbol Nullable(String), price Decimal(18, 4)")
        table("narrow_source")
        ch.insert("narrow_source", listOf(Trade(300, "a", 0.5)))
        ch.insert(wide, ch.rows("SELECT * FROM narrow_source"))
        ch.insert(wide, ch.blocks("SELECT * FROM narrow_source"))
        ch.query<String>("SELECT concat(toString(id), assumeNotNull(symbol), toString(price)) FROM wide").rows shouldBe
            listOf("300a0.5", "300a0.5")
        val narrow = table("narrow", "id UInt8")
        val request = InsertRequest.builder(narrow).columns("id").build()
        shouldThrow<FormatException> { ch.insert(request, ch.rows("SELECT * FROM narrow_source")) }.row shouldBe 0
        shouldThrow<FormatException> { ch.insert(request, ch.blocks("SELECT * FROM narrow_source")) }.column shouldBe "id"
        ch.query<Long>("SELECT count() FROM narrow").rows shouldBe listOf(0L)
    }

    test("an inserter takes rows without a class, whose columns the request names") {
        val table = table("inserted_maps")
        shouldThrow<ConfigurationException> { ch.inserter<Map<String, Any?>>(table) }.message shouldContain "columns("
        shouldThrow<ConfigurationException> { ch.inserter<List<Any?>>(table) }.message shouldContain "columns("
        val inserter = ch.inserter<Map<String, Any?>>(InsertRequest.builder(table).columns("id", "symbol").build())
        inserter.add(mapOf("id" to 1, "symbol" to "a"))
        inserter.add(mapOf("symbol" to "b", "id" to 2))
        inserter.close()
        ch.query<Long>("SELECT sum(id) FROM $table").rows shouldBe listOf(3L)
    }
})
