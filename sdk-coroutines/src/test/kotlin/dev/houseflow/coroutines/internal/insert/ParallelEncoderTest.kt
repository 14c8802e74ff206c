package dev.houseflow.coroutines.internal.insert

import dev.houseflow.FormatException
import dev.houseflow.coroutines.internal.request.BytesChunk
import dev.houseflow.coroutines.internal.request.Chunk
import dev.houseflow.internal.wire.ByteSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

class ParallelEncoderTest : FunSpec({
    fun piece(text: Any?): Chunk {
        val sink = ByteSink()
        sink.writeBytes(text.toString().toByteArray())
        return BytesChunk(sink)
    }

    fun made(text: Any?, rows: Int) = ParallelEncoder.Made(piece(text), rows, text.toString().length.toLong())

    suspend fun text(piece: Chunk): String = buildString { piece.write { bytes, start, end -> append(String(bytes, start, end - start)) } }

    fun CountDownLatch.orFail() {
        if (!await(10, TimeUnit.SECONDS)) throw IllegalStateException("The other block is not made at the same time")
    }

    test("two blocks are made at the same time, and delivered in order") {
        val secondMade = CountDownLatch(1)
        val makers = AtomicInteger()
        val delivered = ArrayList<String>()
        val told = ArrayList<Int?>()
        coroutineScope {
            val newMaker = {
                makers.incrementAndGet()
                object : ParallelEncoder.Maker {
                    override fun make(rows: Array<Any?>, from: Int, to: Int): ParallelEncoder.Made {
                        if (rows[0] == 0) secondMade.orFail()
                        if (rows[0] == 1) secondMade.countDown()
                        return made(rows.take(to), to)
                    }
                }
            }
            val jobs = ParallelEncoder(this, Dispatchers.IO, newMaker) { delivered += text(it) }
            for (i in 0 until 7) told += jobs.add(arrayOf(i, "x"), if (i % 2 == 0) 1 else 2)?.rows
            jobs.finish(arrayOf("last", null), 1)
        }
        delivered shouldBe listOf("[0]", "[1, x]", "[2]", "[3, x]", "[4]", "[5, x]", "[6]", "[last]")
        told shouldBe listOf(null, null, 1, 2, 1, 2, 1)
        makers.get() shouldBe 2
    }

    test("it is always told of the run before the last, with its bytes") {
        coroutineScope {
            val maker = object : ParallelEncoder.Maker {
                override fun make(rows: Array<Any?>, from: Int, to: Int) = made(rows[0], to)
            }
            val jobs = ParallelEncoder(this, Dispatchers.IO, { maker }) {}
            jobs.add(arrayOf("a"), 1).shouldBeNull()
            jobs.add(arrayOf("bc"), 1).shouldBeNull()
            jobs.add(arrayOf("def"), 1).shouldNotBeNull().bytes shouldBe 1
            jobs.add(arrayOf("ghij"), 1).shouldNotBeNull().bytes shouldBe 2
            jobs.finish(arrayOfNulls(1), 0)
        }
    }

    test("a run can become several blocks") {
        val delivered = ArrayList<String>()
        coroutineScope {
            val newMaker = {
                object : ParallelEncoder.Maker {
                    override fun make(rows: Array<Any?>, from: Int, to: Int): ParallelEncoder.Made {
                        val end = minOf(to, from + 2)
                        return made(rows.slice(from until end), end - from)
                    }
                }
            }
            val jobs = ParallelEncoder(this, Dispatchers.IO, newMaker) { delivered += text(it) }
            jobs.add(arrayOf(1, 2, 3, 4, 5), 5).shouldBeNull()
            jobs.add(arrayOf(6), 1).shouldBeNull()
            val told = jobs.add(arrayOf(7, 8, 9), 3).shouldNotBeNull()
            told.rows shouldBe 5
            told.bytes shouldBe "[1, 2][3, 4][5]".length
            jobs.finish(arrayOfNulls(1), 0)
        }
        delivered shouldBe listOf("[1, 2]", "[3, 4]", "[5]", "[6]", "[7, 8]", "[9]")
    }

    test("a refused row of a later block is told of by its place in the insert") {
        val failure = shouldThrow<FormatException> {
            coroutineScope {
                val maker = object : ParallelEncoder.Maker {
                    override fun make(rows: Array<Any?>, from: Int, to: Int): ParallelEncoder.Made {
                        if (from == 2) throw FormatException("No", row = 1)
                        return made(rows[from], 2)
                    }
                }
                ParallelEncoder(this, Dispatchers.IO, { maker }) {}.finish(arrayOf(1, 2, 3, 4), 4)
            }
        }
        failure.row shouldBe 3
    }

    test("the failure of the earlier block wins, and nothing after it is delivered") {
        val secondFails = CountDownLatch(1)
        val delivered = ArrayList<String>()
        val error = shouldThrow<FormatException> {
            coroutineScope {
                val newMaker = {
                    object : ParallelEncoder.Maker {
                        override fun make(rows: Array<Any?>, from: Int, to: Int): ParallelEncoder.Made {
                            if (rows[0] == 1) secondFails.orFail()
                            if (rows[0] == 2) secondFails.countDown()
                            if (rows[0] != 0) throw FormatException("block ${rows[0]}")
                            return made(rows[0], to)
                        }
                    }
                }
                val jobs = ParallelEncoder(this, Dispatchers.IO, newMaker) { delivered += text(it) }
                for (i in 0 until 9) jobs.add(arrayOf(i), 1)
                jobs.finish(arrayOfNulls(1), 0)
            }
        }
        error.message shouldBe "block 1"
        delivered shouldBe listOf("0")
    }
})
