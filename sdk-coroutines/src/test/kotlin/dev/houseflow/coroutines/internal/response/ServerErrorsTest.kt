package dev.houseflow.coroutines.internal.response

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class ServerErrorsTest : FunSpec({
    fun parse(text: String, code: Int? = null) = ServerErrors.parse(text, code, "q", 404)

    test("today's form") {
        val e =
            parse(
                "Code: 60. DB::Exception: Unknown table expression identifier 'x' in scope SELECT 1 FROM x. (UNKNOWN_TABLE) (version 25.3.1.1 (official build))\n",
            )
        e.code shouldBe 60
        e.name shouldBe "UNKNOWN_TABLE"
        e.serverMessage shouldBe "Unknown table expression identifier 'x' in scope SELECT 1 FROM x."
        e.queryId shouldBe "q"
        e.httpStatus shouldBe 404
    }

    test("older forms, which have no name") {
        val e = parse("Code: 60, e.displayText() = DB::Exception: Table default.x doesn't exist (version 20.8.3.18 (official build))")
        e.code shouldBe 60
        e.name shouldBe ""
        e.serverMessage shouldBe "Table default.x doesn't exist"
        parse(
            "Code: 60, e.displayText() = DB::Exception: Table default.x doesn't exist., e.what() = DB::Exception\n",
        ).serverMessage shouldBe
            "Table default.x doesn't exist."
    }

    test("a text wrapped in itself") {
        val e =
            parse(
                "Code: 115. DB::Exception: Code: 115. DB::Exception: Unknown setting 'x'. (UNKNOWN_SETTING) (version 26.7.2.1). (UNKNOWN_SETTING)",
            )
        e.code shouldBe 115
        e.name shouldBe "UNKNOWN_SETTING"
        e.serverMessage shouldBe "Unknown setting 'x'."
    }

    test("the header's code wins; what is no ClickHouse text is shown as it is, up to a length") {
        parse("something else", 42).code shouldBe 42
        val page = parse("<html>Bad gateway</html>")
        page.code shouldBe 0
        page.message.orEmpty() shouldContain "HTTP status 404. <html>Bad gateway</html>"
        parse("x".repeat(10_000)).serverMessage.length shouldBe 2003
        parse("").serverMessage shouldContain "no more than this status"
    }

    test("what stands between here and the server may put the server's words into its own") {
        val chproxy = parse(
            "[ Id: 16; User \"x\"(1) proxying as \"y\" ]: Code: 202, e.displayText() = DB::Exception: Too many (version 20.8), " +
                "e.what() = DB::Exception\n",
        )
        chproxy.code shouldBe 202
        chproxy.serverMessage shouldBe "Too many"
        val json = parse("{\"error\":\"Code: 60. DB::Exception: No \\\"x\\\". (UNKNOWN_TABLE)\",\"status\":400}")
        json.code shouldBe 60
        json.name shouldBe "UNKNOWN_TABLE"
        json.serverMessage shouldBe "No \"x\"."
        parse("Code: 210. Connection refused. (NETWORK_ERROR)").serverMessage shouldBe "Connection refused."
        parse("<p>Poco::Exception. Code: 1000, e.code() = 111, Timeout (version 25.3)</p>").code shouldBe 1000
    }

    test("the work is linear in the length of the text, whatever it holds") {
        val fillers = listOf(
            " ", "\n", "(", ")", "((", "(version ", ") (version (", "Code:", "Code: 1", "Code: 1. ", "Code: 1. A::B: ",
            "Code: 1, e.displayText() = A::B: ", ", e.what() = ", "Poco::Exception. ", "a::", "a<", "(A", "(AB) ", "__exception__\r\n",
            "\"exception\": \"", "<exception>", "\\", "\"", "&lt;", "{", "x",
        )
        val frames = listOf(
            "" to "",
            "Code: 6. DB::Exception: " to " (NAME) (version 25.3.1.1)",
            "{\"exception\": \"Code: 6. A::B: " to "\"}",
            "x <e>Code: 6. A::B: " to "",
        )
        for ((before, after) in frames) {
            for (filler in fillers) {
                fun steps(length: Int): Long {
                    val text = CountedChars(before + filler.repeat(length / filler.length) + after)
                    ServerErrors.parse(text, null, null, 200)
                    return text.steps
                }
                val once = steps(16_384)
                withClue({ "$before...$filler...$after: $once steps" }) {
                    once shouldBeLessThan 16_384L * 160
                    steps(8 * 16_384) shouldBeLessThan once * 9 + 20_000
                }
            }
        }
    }

    test("a megabyte of an error is told with its code and name") {
        for (filler in listOf(" ", "(version ", "Code: 1. A::B: ", "x")) {
            val error =
                parse("Code: 6. DB::Exception: ${filler.repeat((1 shl 20) / filler.length)}! (CANNOT_PARSE_TEXT) (version 25.3.1.1)")
            error.code shouldBe 6
            error.name shouldBe "CANNOT_PARSE_TEXT"
        }
    }
})

/** [text], and how many of its characters have been asked for. */
private class CountedChars(private val text: String, private val counter: LongArray = LongArray(1)) : CharSequence {
    val steps: Long get() = counter[0]
    override val length: Int get() = text.length

    override fun get(index: Int): Char = text[index].also { counter[0]++ }

    override fun subSequence(startIndex: Int, endIndex: Int): CharSequence {
        counter[0] += endIndex - startIndex
        return CountedChars(text.substring(startIndex, endIndex), counter)
    }

    override fun toString(): String = text
}
