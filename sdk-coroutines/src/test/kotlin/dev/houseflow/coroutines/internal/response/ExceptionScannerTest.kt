package dev.houseflow.coroutines.internal.response

import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.handler.whole
import dev.houseflow.internal.wire.ByteSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import kotlin.random.Random

private const val TAG = "abcdefghijklmnop"
private const val MESSAGE = "Code: 395. DB::Exception: boom: while executing. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 26.7.2.1)"

private fun tagged(tag: String = TAG, message: String = MESSAGE): String =
    "\r\n__exception__\r\n$tag\r\n$message\n${message.length + 1} $tag\r\n__exception__\r\n"

/** Gives [pieces] one by one, in an array of its own that is wiped afterwards: who keeps a window for too long reads zeros. */
private class Pieces(private val pieces: List<ByteArray>, private val failure: Throwable? = null) : ByteSource() {
    private var next = 0
    private var last = ByteArray(0)

    override suspend fun refill(): Boolean {
        last.fill(0)
        if (next == pieces.size) failure?.let { throw it } ?: return false
        last = pieces[next++].copyOf()
        window(last, 0, last.size)
        return true
    }
}

private class Outcome(val data: String, val error: Throwable?, val heldBack: Int)

private suspend fun scan(signature: ExceptionSignature, source: ByteSource, sent: () -> Int = { 0 }): Outcome {
    val scanner = ExceptionScanner(source, signature) { ServerErrors.parse(it, null, "q", 200) }
    val out = ByteArrayOutputStream()
    var held = 0
    try {
        while (scanner.fill()) {
            out.write(scanner.array, scanner.position, scanner.limit - scanner.position)
            scanner.position = scanner.limit
            held = maxOf(held, sent() - out.size())
        }
    } catch (e: Exception) {
        return Outcome(out.toString("ISO-8859-1"), e, held)
    }
    return Outcome(out.toString("ISO-8859-1"), null, held)
}

private fun untagged(places: ErrorPlaces = ErrorPlaces.BRACKETS) = UntaggedException(places, plain = true, documents = true)

private fun splits(text: String): Sequence<List<ByteArray>> = sequence {
    val bytes = text.toByteArray(Charsets.ISO_8859_1)
    for (at in 1 until bytes.size) yield(listOf(bytes.copyOfRange(0, at), bytes.copyOfRange(at, bytes.size)))
    yield(bytes.map { byteArrayOf(it) })
    yield(listOf(bytes))
}

private fun checkBoom(error: Throwable?) {
    val server = error as ServerException
    server.code shouldBe 395
    server.serverMessage shouldBe "boom: while executing."
    server.queryId shouldBe "q"
    server.httpStatus shouldBe 200
}

class ExceptionScannerTest : FunSpec({
    val data = "row 1\r\nrow 2 \r\n__exception__\r\nnot the tag\r\n"

    test("I31 a tagged exception, split at every byte: the data before it, then the server's words") {
        for (pieces in splits(data + tagged())) {
            val outcome = scan(TaggedException(TAG), Pieces(pieces))
            outcome.data shouldBe data
            checkBoom(outcome.error)
        }
    }

    test("I31 a tagged exception whose end was cut off, at every byte") {
        val whole = data + tagged()
        val head = data.length + "\r\n__exception__\r\n$TAG\r\n".length
        for (end in head + "Code: 395. DB::Exception: b".length until whole.length) {
            val outcome = scan(TaggedException(TAG), Pieces(listOf(whole.substring(0, end).toByteArray())))
            outcome.data shouldBe data
            (outcome.error as ServerException).code shouldBe 395
        }
    }

    test("I31 a connection that breaks after the server's words: the words count") {
        val cut = data + tagged().dropLast(5)
        val broken = TransportException("reset", true)
        val outcome = scan(TaggedException(TAG), Pieces(listOf(cut.toByteArray()), broken))
        outcome.data shouldBe data
        checkBoom(outcome.error)
        val other = scan(TaggedException(TAG), Pieces(listOf((data + "\r\n__exc").toByteArray()), broken))
        other.error shouldBe broken
    }

    test("I31 a wrong tag, a beginning without an end and every other look-alike pass through untouched, split at every byte") {
        val likes = listOf(
            tagged("ponmlkjihgfedcba"),
            "\r\n__exception__\r\n${TAG.dropLast(1)}x\r\nCode: 395",
            "\r\r\n\r\n__exception__\r\n\r\n__exception__\r\n$TAG",
            "\r\n__exception__\r\n$TAG\r",
            "\r\n",
            "",
        )
        for (like in likes) {
            for (pieces in splits("a$like")) {
                val outcome = scan(TaggedException(TAG), Pieces(pieces))
                outcome.error shouldBe null
                outcome.data shouldBe "a$like"
            }
        }
    }

    test("I31 no more than the beginning of the marker is held back") {
        var sent = 0
        val bytes = Random(1).nextBytes(200_000).also { for (i in it.indices step 7) it[i] = "\r\n_e"[i % 4].code.toByte() }
        val pieces = bytes.toList().chunked(1000).map { it.toByteArray() }
        val source = object : ByteSource() {
            private val inner = Pieces(pieces)

            override suspend fun refill(): Boolean {
                if (!inner.fill()) return false
                window(inner.array, inner.position, inner.limit)
                sent += inner.limit - inner.position
                inner.position = inner.limit
                return true
            }
        }
        val outcome = scan(TaggedException(TAG), source) { sent }
        outcome.data shouldBe String(bytes, Charsets.ISO_8859_1)
        outcome.heldBack shouldBeLessThanOrEqual 36
    }

    test("I31 the form with a mark and without a tag, split at every byte") {
        val text = "__exception__\r\n$MESSAGE\n"
        for (pieces in splits(data + text)) {
            val outcome = scan(untagged(), Pieces(pieces))
            outcome.data shouldBe data
            checkBoom(outcome.error)
        }
    }

    test("I31 the bare forms, split at every byte") {
        val forms = listOf(
            "$MESSAGE\n",
            "Code: 395, e.displayText() = DB::Exception: boom: while executing. (version 20.8.3.18 (official build))\n",
            "Code: 395, e.displayText() = DB::Exception: boom: while executing., e.what() = DB::Exception\n",
        )
        for (form in forms) {
            for (pieces in splits("row Code: 7 Code: x\n$form")) {
                val outcome = scan(untagged(), Pieces(pieces))
                outcome.data shouldBe "row Code: 7 Code: x\n"
                checkBoom(outcome.error)
            }
        }
    }

    test("I31 texts of exceptions inside of the data, with more rows after them, are data") {
        val lines = (1..3000).joinToString("") { "$it\tCode: $it. DB::Exception: told before. (SOME_NAME)\n" } + "x".repeat(40_000)
        for (size in listOf(1, 100, 1000, 65_536, 1_000_000)) {
            val pieces = lines.toByteArray().toList().chunked(size).map { it.toByteArray() }
            val outcome = scan(untagged(), Pieces(pieces))
            outcome.error shouldBe null
            (outcome.data == lines) shouldBe true
        }
    }

    test("I31 data made of nothing but beginnings is looked at a bounded number of times") {
        // Twice the data must not take much more than twice the steps; steps are counted by the bytes that are moved.
        suspend fun steps(count: Int): Long {
            var moved = 0L
            val line = "Code: 1. DB::Exception: x\n".toByteArray()
            val source = object : ByteSource() {
                private var left = count

                override suspend fun refill(): Boolean {
                    if (left-- == 0) return false
                    window(line, 0, line.size)
                    return true
                }
            }
            val scanner = ExceptionScanner(source, untagged()) { ServerErrors.parse(it, null, null, 200) }
            shouldThrow<ServerException> {
                while (scanner.fill()) {
                    moved += scanner.limit - scanner.position
                    scanner.position = scanner.limit
                }
            }
            return moved
        }
        steps(100_000) shouldBeLessThan 100_000L * 26
    }

    test("the longest beginning that a bare message can have is found wherever it is cut, and behind any amount of data") {
        for (before in listOf(100, 100_000)) {
            val data = "Code: 1 ".repeat(before / 8) + "\n"
            val text = "Code: 123456, e.displayText() = DB::Exception: boom"
            val cuts = (data.length - 2 until data.length + text.length).map { at ->
                listOf((data + text).take(at), (data + text).drop(at))
            }
            for (pieces in cuts + listOf(listOf(data + text))) {
                val outcome = scan(untagged(), Pieces(pieces.map { it.toByteArray() }))
                outcome.data shouldBe data
                (outcome.error as ServerException).code shouldBe 123456
            }
        }
    }

    test("an error of half a megabyte without a tag is held back and told, whatever it holds") {
        for (filler in listOf("x", " ", "(version ", "Code: 1. DB::Exception: ", "a\n")) {
            val words = filler.repeat(500_000 / filler.length)
            val text = "Code: 395. DB::Exception: $words (SOME_NAME) (version 25.3.1.1)\n"
            val pieces = ("1\n2\n" + text).toByteArray().toList().chunked(65_536).map { it.toByteArray() }
            val outcome = scan(untagged(), Pieces(pieces))
            outcome.data shouldBe "1\n2\n"
            (outcome.error as ServerException).name shouldBe "SOME_NAME"
        }
    }

    test("where an error may begin: not in the middle of a row") {
        val error = "Code: 7. A::B: no (NAME)\n"
        suspend fun isData(places: ErrorPlaces, before: String): Boolean =
            splits(before + error).toList().map { scan(untagged(places), Pieces(it)).error == null }.distinct().single()

        for (places in ErrorPlaces.entries) isData(places, "") shouldBe false
        for (places in ErrorPlaces.entries) isData(places, "1\n") shouldBe false
        isData(ErrorPlaces.LINES, "1\t") shouldBe true
        isData(ErrorPlaces.LINES, "[1]") shouldBe true
        isData(ErrorPlaces.BRACKETS, "[1]") shouldBe false
        isData(ErrorPlaces.BRACKETS, "[1],") shouldBe true
        isData(ErrorPlaces.ANYWHERE, "\u0001\u0002") shouldBe false
        // A string of just these bytes.
        isData(ErrorPlaces.ANYWHERE, "\u0018") shouldBe true
        ErrorPlaces.of("CSVWithNames", null) shouldBe ErrorPlaces.LINES
        ErrorPlaces.of(null, "text/tab-separated-values; charset=UTF-8") shouldBe ErrorPlaces.LINES
        ErrorPlaces.of("JSONCompactEachRow", null) shouldBe ErrorPlaces.COMPACT_ROWS
        ErrorPlaces.of("RowBinary", "text/plain") shouldBe ErrorPlaces.ANYWHERE
        ErrorPlaces.of(null, "application/octet-stream") shouldBe ErrorPlaces.ANYWHERE
        ErrorPlaces.of(null, null) shouldBe ErrorPlaces.BRACKETS
    }
})
