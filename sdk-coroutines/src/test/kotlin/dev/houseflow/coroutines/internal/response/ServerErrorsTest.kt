package dev.houseflow.coroutines.internal.response

import io.kotest.core.spec.style.FunSpec
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
})
