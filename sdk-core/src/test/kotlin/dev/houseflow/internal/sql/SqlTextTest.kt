package dev.houseflow.internal.sql

import dev.houseflow.QueryRequest
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** What a statement hides from the eyes of a scan, by the rules of the server's lexer. */
class SqlTextTest : FunSpec({
    fun found(sql: String) = Placeholder.of(sql).map { "${it.name} ${it.type}" }

    test("heredocs") {
        found("SELECT \$\$don't {a:UInt8}\$\$, {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT \$tag\$ it's \$\$ {a:UInt8} \$tag\$, {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT \$\$ -- \$\$, {v:UInt8}") shouldBe listOf("v UInt8")
        // No second tag, a tag with a space, and dollar signs inside of words: these are no heredocs.
        found("SELECT \$tag\$ {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT \$a b\$, {v:UInt8}, \$a b\$") shouldBe listOf("v UInt8")
        found("SELECT 1 AS x\$a\$, {v:UInt8}, 2 AS y\$a\$") shouldBe listOf("v UInt8")
    }

    test("comments") {
        found("SELECT 5 // don't {a:UInt8}\n, {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT 5 -- don't {a:UInt8}\n, {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT 5 # don't {a:UInt8}\n, {v:UInt8} #! {b:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT 5 #{v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT /* /* don't */ {a:UInt8} */ {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT 5 / {v:UInt8} - {w:UInt8}") shouldBe listOf("v UInt8", "w UInt8")
        found("SELECT 5 // {a:UInt8}") shouldBe emptyList()
        found("SELECT 5 /* {a:UInt8}") shouldBe emptyList()
    }

    test("quotes") {
        found("SELECT 'it''s {a:UInt8}', {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT '\\'{a:UInt8}', {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT `a\\`{a:UInt8}`, \"{b:UInt8}\", {v:UInt8}") shouldBe listOf("v UInt8")
        found("SELECT \u2018{a:UInt8}\u2019, \u201C{b:UInt8}\u201D, {v:UInt8}") shouldBe listOf("v UInt8")
    }

    test("placeholders with comments, quotes and dollar signs in them") {
        found("SELECT {v /* c */ : /* } */ UInt8 -- e\n }") shouldBe listOf("v UInt8")
        found("SELECT {v:Tuple(`}` UInt8, b Enum8('}' = 1, '/*' = 2))}") shouldBe listOf("v Tuple(`}` UInt8, b Enum8('}' = 1, '/*' = 2))")
        found("SELECT {id\$x:UInt8}, {\$x:UInt8}, {13_:UInt8}, {1a:UInt8}") shouldBe
            listOf("id\$x UInt8", "\$x UInt8", "13_ UInt8", "1a UInt8")
        found("SELECT {13:UInt8}, {1e5:UInt8}, {0x1F:UInt8}, {a b:UInt8}, {é:UInt8}, {a.b:UInt8}") shouldBe emptyList()
    }

    test("a statement says the type of what a server would guess, and nothing else of it changes") {
        val sql = "SELECT '{v:Dynamic}', {v:Dynamic} /* {v:Dynamic} */, { v : Dynamic }, {w:UInt8}"
        val request = QueryRequest(sql) { parameter("v", 5).parameter("w", 1) }
        request.sql shouldBe sql
        request.statement shouldBe
            "SELECT '{v:Dynamic}', CAST({v:Int32}, 'Dynamic') /* {v:Dynamic} */, CAST({v:Int32}, 'Dynamic'), {w:UInt8}"
        request.parameters shouldBe mapOf("v" to "5", "w" to "1")
        request.toBuilder().parameter("v", "x").build().statement shouldBe
            sql.replace(Regex("(, )\\{ ?v ?: ?Dynamic ?}"), "$1CAST({v:String}, 'Dynamic')")
        QueryRequest(sql) { parameter("w", 1) }.statement shouldBe sql
    }
})
