package dev.houseflow.coroutines.internal

import dev.houseflow.coroutines.internal.response.Needle
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.random.Random

/** The first place where [text] stands, or a beginning of it that the end cuts off. */
private fun naive(haystack: ByteArray, from: Int, end: Int, text: ByteArray): Int =
    (from until end).firstOrNull { at -> (0 until minOf(text.size, end - at)).all { haystack[at + it] == text[it] } } ?: end

class NeedleTest : FunSpec({
    val text = "__exception__\r\nCode: "

    test("a text is found wherever it stands in much data and in little") {
        for (size in listOf(40, 1_023, 1_024, 1_025, 1_500)) {
            for (at in 0 until size) {
                val bytes = ByteArray(size) { 'x'.code.toByte() }
                text.toByteArray().copyInto(bytes, at, 0, minOf(text.length, size - at))
                Needle(text).find(bytes, 0, size) shouldBe at
                if (at > 0) Needle(text).find(bytes, 1, size) shouldBe at
            }
        }
    }

    test("data of its own letters and of any bytes gives what looking everywhere gives") {
        val random = Random(7)
        repeat(3_000) {
            val wanted = String(CharArray(random.nextInt(2, 20)) { "ab\u00e9".random(random) })
            val wantedBytes = wanted.toByteArray()
            val letters = random.nextBoolean()
            val bytes = ByteArray(random.nextInt(1_000, 3_000)) {
                if (letters) wantedBytes.random(random) else random.nextInt().toByte()
            }
            repeat(random.nextInt(3)) {
                wantedBytes.copyInto(bytes, random.nextInt(bytes.size - wantedBytes.size))
            }
            val from = random.nextInt(20)
            val end = bytes.size - random.nextInt(20)
            Needle(wanted).find(bytes, from, end) shouldBe naive(bytes, from, end, wantedBytes)
        }
    }
})
