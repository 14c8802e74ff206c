package dev.houseflow.notebook

import dev.houseflow.Block
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.QueryResult
import dev.houseflow.Row
import dev.houseflow.testkit.AvailableServers
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import org.w3c.dom.Element
import org.xml.sax.InputSource
import java.io.StringReader
import java.math.BigInteger
import javax.xml.parsers.DocumentBuilderFactory

@Serializable
data class Delay(val origin: String, @SerialName("average_delay") val averageDelay: Double?)

@Serializable
class Hidden(private val secret: Int) {
    override fun toString(): String = "<$secret>"
}

class TablesTest : FunSpec({
    val ch = autoClose(BlockingClickHouseClient(AvailableServers.embedded.address.endpoint))

    fun blocks(sql: String): List<Block> = ch.call { this.blocks(sql).toList() }

    /** A table that a parser of XML reads is well formed, whatever is in it. */
    fun parse(html: String): Element =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(
            InputSource(StringReader(html.replace("&hellip;", "..."))),
        ).documentElement

    fun Element.all(name: String): List<Element> = getElementsByTagName(name).let { found ->
        List(found.length) { found.item(it) as Element }
    }

    fun cells(html: String): List<String> = parse(html).all("td").map { it.textContent }

    test("a table shows names, types, values and the number of rows") {
        val html = ch.query("SELECT number AS n, toString(number) AS text, NULL AS nothing FROM numbers(3)").toHtml()
        val table = parse(html)
        table.all("th").map { it.firstChild.textContent to it.all("small").single().textContent } shouldContainExactly
            listOf("n" to "UInt64", "text" to "String", "nothing" to "Nullable(Nothing)")
        cells(html) shouldContainExactly listOf("0", "0", "NULL", "1", "1", "NULL", "2", "2", "NULL")
        table.all("td").map { it.getAttribute("style") }.take(2) shouldBe listOf("text-align: right", "text-align: left")
        table.all("p").single().textContent shouldBe "3 rows"
    }

    test("what does not fit is left out, and the table says so") {
        val result = ch.query("SELECT number AS a, repeat('x', 1000) AS b, range(100000) AS c FROM numbers(1234)")
        val html = result.toHtml(rows = 2, columns = 2, characters = 10)
        cells(html) shouldContainExactly listOf("0", "xxxxxxxxxx...", "1", "xxxxxxxxxx...")
        parse(html).all("p").single().textContent shouldBe "2 of 1,234 rows, 2 of 3 columns"
        cells(result.toHtml(rows = 1, characters = 12)).last() shouldBe "[0, 1, 2, 3,..."
        parse(result.toHtml()).all("tr").size shouldBe TABLE_ROWS + 1
        cells(ch.query("SELECT repeat('😀', 5)").toHtml(characters = 5)).single() shouldBe "😀😀..."
        shouldThrow<ConfigurationException> { result.toHtml(columns = 0) }
    }

    test("a result without rows shows its columns, and a statement nothing") {
        val html = ch.query("SELECT number FROM numbers(0)").toHtml()
        parse(html).all("th").size shouldBe 1
        parse(html).all("p").single().textContent shouldBe "0 rows"
        parse(ch.query("CREATE OR REPLACE TABLE tables_none (id Int8) ENGINE Memory").toHtml()).all("th").size shouldBe 0
        parse(ch.query("SELECT 1").toHtml()).all("p").single().textContent shouldBe "1 row"
    }

    test("nothing in names and values becomes markup") {
        val hostile = "<script>alert(1)</script>&amp;\"'><img src=x onerror=alert(1)>"
        val sql = "SELECT {v:String} AS `<b onmouseover=\"x\">`, [{v:String}] AS `a&b`, map({v:String}, {v:String}) AS `\$x\$`, " +
            "CAST('<i>', 'Enum8(\\'<i>\\' = 1)') AS e"
        val html = ch.query(sql) { parameter("v", hostile) }.toHtml(characters = 1000)
        html shouldNotContain "<script"
        html shouldNotContain "<img"
        html shouldNotContain "<b "
        html shouldNotContain "<i>"
        html shouldContain "tex2jax_ignore mathjax_ignore"
        val table = parse(html)
        table.all("th").map { it.firstChild.textContent } shouldBe listOf("<b onmouseover=\"x\">", "a&b", "\$x\$", "e")
        table.all("th").last().all("small").single().textContent shouldBe "Enum8('<i>' = 1)"
        cells(html) shouldBe listOf(hostile, "['$hostile']", "{'$hostile': '$hostile'}", "<i>")
    }

    test("characters that nobody sees are shown by their numbers") {
        val text = "a\u0000\u001b[31m\n\t\u202e\u2066z"
        cells(ch.query("SELECT {v:String} AS v") { parameter("v", text) }.toHtml()).single() shouldBe
            "a\\u0000\\u001b[31m\\n\\t\\u202e\\u2066z"
    }

    test("bytes that are no text, moments, nested values and broken texts inside of them are shown") {
        val sql = "SELECT unhex('fffe00') AS b, toDateTime('2026-05-01 12:00:00', 'Asia/Tokyo') AS t, " +
            "toDateTime64('2026-05-01 12:00:00.5', 3, 'UTC') AS p, " +
            "(1, 'x') AS tuple, [NULL, 2] AS list, toFloat64('nan') AS f, [unhex('ff')] AS broken, NULL::Nullable(DateTime) AS none"
        val shown = cells(ch.query(sql).toHtml(characters = 1000))
        shown.take(6) shouldBe listOf("0xfffe00", "2026-05-01 12:00:00", "2026-05-01 12:00:00.500", "[1, 'x']", "[NULL, 2]", "NaN")
        shown[6] shouldContain "UTF-8"
        shown[7] shouldBe "NULL"
    }

    test("blocks, maps, lists, single values and objects show themselves as well as rows") {
        val sql = "SELECT toInt32(number) AS n, 'x' AS t FROM numbers(2)"
        val rows = ch.query(sql).toHtml()
        blocks(sql).single().toHtml() shouldBe rows
        ch.query<Map<String, Any?>>(sql).toHtml() shouldBe rows
        ch.query<List<Any?>>(sql).toHtml() shouldBe rows
        ch.query<Array<Any?>>(sql).toHtml() shouldBe rows
        ch.query<Long?>("SELECT arrayJoin([NULL, 2::Nullable(Int64)]) AS n").toHtml() shouldBe
            ch.query("SELECT arrayJoin([NULL, 2::Nullable(Int64)]) AS n").toHtml()
        val delays = ch.query<Delay>("SELECT 'ATL' AS origin, 1.5::Nullable(Float64) AS average_delay")
        parse(delays.toHtml()).all("th").map { it.textContent } shouldBe listOf("originString", "averageDelay")
        cells(delays.toHtml()) shouldBe listOf("ATL", "1.5")
        // One that keeps a property to itself has only its text.
        cells(ch.query<Hidden>("SELECT 7 AS secret").toHtml()) shouldBe listOf("<7>")
        cells(ch.query<Pair<Int, String>>("SELECT 1::Int32 AS first, 'b' AS second").toHtml()) shouldBe listOf("(1, b)")
    }

    test("columns are what a frame is made of") {
        val sql = "SELECT number AS n, if(number = 1, NULL, toString(number)) AS t, [number] AS l FROM numbers(3)"
        val columns = mapOf(
            "n" to (0L..2L).map { BigInteger.valueOf(it) },
            "t" to listOf("0", null, "2"),
            "l" to (0L..2L).map { listOf(BigInteger.valueOf(it)) },
        )
        ch.query(sql).toColumns() shouldBe columns
        ch.query(sql).toColumns().keys.toList() shouldBe listOf("n", "t", "l")
        ch.query<Map<String, Any?>>(sql).toColumns() shouldBe columns
        ch.query<List<Any?>>(sql).toColumns() shouldBe columns
        blocks(sql).single().toColumns() shouldBe columns
        ch.query<Delay>("SELECT 'ATL' AS origin, NULL::Nullable(Float64) AS average_delay").toColumns() shouldBe
            mapOf("origin" to listOf("ATL"), "averageDelay" to listOf(null))
        ch.query("SELECT number AS n FROM numbers(0)").toColumns() shouldBe mapOf("n" to emptyList<Any?>())
        // Of many blocks as well.
        ch.query("SELECT number::Int64 AS n FROM numbers(200000) ORDER BY n").toColumns() shouldBe
            mapOf("n" to (0L until 200_000L).toList())
    }

    test("two columns of the same name are refused, and shown") {
        val result: QueryResult<Row> = ch.query("SELECT 1 AS a, 1 AS a")
        cells(result.toHtml()) shouldBe listOf("1", "1")
        shouldThrow<FormatException> { result.toColumns() }.message.orEmpty() shouldContain "`a`: give one an alias"
    }
})
