package dev.houseflow

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith

class ExceptionMessageTest : FunSpec({
    test("a message of more than 4 KiB is shown without its middle and says so; the properties hold all") {
        val words = "begin " + "x".repeat(1_000_000) + " end"
        val server = ServerException(60, "UNKNOWN_TABLE", words, "q", 404)
        server.serverMessage shouldBe words
        server.message.orEmpty().length shouldBeLessThanOrEqual 4096
        server.message.orEmpty() shouldStartWith "Code: 60. begin xxx"
        server.message.orEmpty() shouldContain "characters are left out"
        server.message.orEmpty() shouldEndWith "x end (UNKNOWN_TABLE) [query id: q]"
        val format = FormatException("It does not fit", words, words, 3, 4)
        format.column shouldBe words
        format.message.orEmpty().length shouldBeLessThanOrEqual 4096
        format.message.orEmpty() shouldEndWith "row 3, byte 4)"
        TransportException(words, true).message.orEmpty().length shouldBeLessThanOrEqual 4096
        val endpoint = QueryEndpointException.NotFound(server, words)
        endpoint.message.orEmpty().length shouldBeLessThanOrEqual 4096
        endpoint.message.orEmpty() shouldEndWith "check the endpoint's id"
        endpoint.body shouldBe words
    }

    test("a message of 4 KiB is shown whole") {
        val words = "x".repeat(4096)
        TransportException(words, true).message shouldBe words
    }

    test("a connection between servers that broke in the middle of data may be made again, unlike data that ends") {
        val lost = "Cannot read all data. Bytes read: 1. Bytes expected: 2.: while receiving packet from 127.0.0.1:9000"
        ServerException(33, "", lost, null, 200).isRetryable shouldBe true
        ServerException(33, "", "Cannot read all data", null, 200).isRetryable shouldBe false
    }
})
