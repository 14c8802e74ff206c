package dev.houseflow.internal.compress

import dev.houseflow.FormatException
import dev.houseflow.internal.codec.OneByteSource
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits
import dev.houseflow.internal.wire.runBlockingSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import kotlin.random.Random

class CompressedFramesTest : FunSpec({
    test("CityHash128 gives the values of CityHash 1.0.2") {
        val hash = CityHash128()
        for ((length, expected) in HASHES) {
            val bytes = ByteArray(length) { (it * 7 + 3).toByte() }
            hash.hash(byteArrayOf(9, 9, 9) + bytes, 3, 3 + length)
            withClue("$length bytes") { "%016x%016x".format(hash.low, hash.high) shouldBe expected }
        }
    }

    test("a stored frame has the layout of ClickHouse") {
        val sink = ByteSink()
        val encoder = FrameEncoder(CompressionMethod.NONE)
        encoder.write("abc".toByteArray(), 0, 3, sink)
        encoder.flush(sink)
        val frame = sink.toByteArray()
        frame.copyOfRange(16, frame.size).joinToString("") { "%02x".format(it) } shouldBe "020c00000003000000616263"
    }

    test("an LZ4 frame made by hand is read") {
        // Token 1f: one literal, then a match of 15 + 4 + 1 bytes at distance 1, then five literals.
        val body = "82 13000000 1a000000 1f 61 0100 01 50 6161616161".replace(" ", "").chunked(2).map {
            it.toInt(16).toByte()
        }.toByteArray()
        val fixed = body.copyOf().also { it[1] = body.size.toByte() }
        val hash = CityHash128().also { it.hash(fixed, 0, fixed.size) }
        val sink = ByteSink().apply {
            writeLong(hash.low)
            writeLong(hash.high)
            writeBytes(fixed)
        }
        String(readAll(FrameDecoder(ByteArraySource(sink.toByteArray())))) shouldBe "a".repeat(26)
    }

    for (method in CompressionMethod.entries) {
        test("$method: what was written comes back, through sources and streams") {
            for (size in listOf(1, 100, 65_536, 3_000_000)) {
                val bytes = sample(size)
                val packed = pack(method, bytes)
                readAll(FrameDecoder(ByteArraySource(packed))).contentEquals(bytes) shouldBe true
                FrameInputStream(ByteArrayInputStream(packed)).readBytes().contentEquals(bytes) shouldBe true
                if (size <= 65_536) readAll(FrameDecoder(OneByteSource(packed))).contentEquals(bytes) shouldBe true
            }
        }

        test("$method: nothing becomes no frame, and no frame nothing") {
            pack(method, ByteArray(0)).size shouldBe 0
            readAll(FrameDecoder(ByteArraySource(ByteArray(0)))).size shouldBe 0
            FrameInputStream(ByteArrayInputStream(ByteArray(0))).read() shouldBe -1
        }

        test("$method: every changed byte is noticed") {
            val packed = pack(method, sample(200))
            for (at in packed.indices) {
                val damaged = packed.copyOf().also { it[at] = (it[at] + 1).toByte() }
                withClue("byte $at") {
                    shouldThrow<FormatException> { readAll(FrameDecoder(ByteArraySource(damaged))) }
                    shouldThrow<FormatException> { FrameInputStream(ByteArrayInputStream(damaged)).readBytes() }
                }
            }
        }

        test("$method: every proper prefix of a frame is noticed") {
            val packed = pack(method, sample(200))
            for (length in 1 until packed.size) {
                val cut = packed.copyOf(length)
                withClue("$length bytes") {
                    shouldThrow<FormatException> { readAll(FrameDecoder(ByteArraySource(cut))) }.message shouldContain "incomplete"
                    shouldThrow<FormatException> { FrameInputStream(ByteArrayInputStream(cut)).readBytes() }
                }
            }
        }
    }

    test("packed bytes that are damaged behind a good checksum are an error of our own") {
        for (method in listOf(CompressionMethod.LZ4, CompressionMethod.ZSTD)) {
            val packed = pack(method, sample(5000))
            for (at in 25 until packed.size) {
                for (change in listOf(1, 0x80, 0xff)) {
                    val damaged = packed.copyOf().also { it[at] = (it[at].toInt() xor change).toByte() }
                    val hash = CityHash128().also { it.hash(damaged, 16, damaged.size) }
                    val frame = ByteSink().apply {
                        writeLong(hash.low)
                        writeLong(hash.high)
                        writeBytes(damaged, 16, damaged.size)
                    }.toByteArray()
                    withClue({ "$method, byte $at" }) {
                        val failure = runCatching { readAll(FrameDecoder(ByteArraySource(frame))) }.exceptionOrNull()
                        (failure == null || failure is FormatException) shouldBe true
                    }
                }
            }
        }
    }

    test("sizes are checked before anything is made for them") {
        val header = ByteSink().apply {
            repeat(16) { writeByte(0) }
            writeByte(0x82)
            writeInt(20)
            writeInt(100_000_000)
        }
        shouldThrow<FormatException> { readAll(FrameDecoder(ByteArraySource(header.toByteArray()))) }.message shouldContain "cannot"
        val packed = pack(CompressionMethod.LZ4, sample(5000))
        shouldThrow<FormatException> {
            readAll(FrameDecoder(ByteArraySource(packed), ReadLimits(maxFrameBytes = 1000)))
        }.message shouldContain "limit"
    }

    test("without zstd-jni only ZSTD fails, and says what to add") {
        val loader = WithoutZstd()
        val methods = loader.loadClass("dev.houseflow.internal.compress.CompressionMethod").enumConstants.associateBy { it.toString() }
        val stream = loader.loadClass("dev.houseflow.internal.compress.FrameOutputStream")
        fun write(method: String) {
            val constructor = stream.constructors.single { it.parameterCount == 2 }
            val out = constructor.newInstance(ByteArrayOutputStream(), methods.getValue(method)) as java.io.OutputStream
            out.write(1)
            out.flush()
        }
        write("LZ4")
        val failure = shouldThrow<RuntimeException> { write("ZSTD") }
        failure.javaClass.simpleName shouldBe "ConfigurationException"
        failure.message shouldContain "com.github.luben:zstd-jni"
    }

    test("text that is not compressed is called so") {
        val text = "Code: 60. DB::Exception: Unknown table".toByteArray()
        shouldThrow<FormatException> { readAll(FrameDecoder(ByteArraySource(text))) }.message shouldContain "compressed at all"
    }
})

/** Loads the classes of Houseflow anew, on a class path that has no zstd-jni. */
private class WithoutZstd : ClassLoader(CompressedFramesTest::class.java.classLoader) {
    override fun loadClass(name: String, resolve: Boolean): Class<*> = when {
        name.startsWith("com.github.luben") -> throw ClassNotFoundException(name)

        name.startsWith("dev.houseflow") -> findLoadedClass(name) ?: run {
            val bytes = parent.getResourceAsStream(name.replace('.', '/') + ".class")!!.use { it.readBytes() }
            defineClass(name, bytes, 0, bytes.size)
        }

        else -> super.loadClass(name, resolve)
    }
}

private fun sample(size: Int): ByteArray {
    val random = Random(size)
    return ByteArray(size) { if (it % 50 < 40) (it % 50).toByte() else random.nextInt().toByte() }
}

private fun pack(method: CompressionMethod, bytes: ByteArray): ByteArray {
    val out = ByteArrayOutputStream()
    FrameOutputStream(out, method).use { stream ->
        // In odd pieces, the first byte alone.
        if (bytes.isNotEmpty()) stream.write(bytes[0].toInt())
        var at = 1
        while (at < bytes.size) {
            val end = minOf(bytes.size, at + 100_003)
            stream.write(bytes, at, end - at)
            at = end
        }
    }
    return out.toByteArray()
}

private fun readAll(source: ByteSource): ByteArray = runBlockingSource {
    val out = ByteArrayOutputStream()
    while (source.fill()) {
        out.write(source.array, source.position, source.limit - source.position)
        source.position = source.limit
    }
    out.toByteArray()
}

/** Low and high half, of the first n bytes of 3, 10, 17, ... Computed by the reference implementation inside ClickHouse's own Java client. */
private val HASHES = listOf(
    0 to "3df09dfc64c09a2b3cb540c392e51e29",
    1 to "39379490ccb55d552af2b13064cd571f",
    3 to "3108fa6b1da1698632301bf0c250612d",
    4 to "2321e75aee8d6c41cea6b327f605358d",
    7 to "9ef90f69597e95c74987956c9782ee8f",
    8 to "b6ad7c9a5953432f9f0e02109921888c",
    15 to "5a8299d8ab8f2f478ea0a478a90d3277",
    16 to "21e79cab7f9c2b79a35615c235313f7a",
    17 to "0cd5bb13faea6e4c32bf719178f6bbfe",
    31 to "6e4f70325ec27ffc9a23a7e9f0b515e0",
    32 to "67cfab8404eec7e980cd3c27f5bd61ee",
    33 to "094bbf1d5b6ddb6110572bd58efa7aaf",
    127 to "1f1c2a3c628299425d5820604b01deea",
    128 to "11d00b10d6694d31108fb9e5b83fdff4",
    143 to "201689145f2ebee2df56bd91c3fb4dd0",
    144 to "d639167b9b85767d07a10bf4573107c6",
    145 to "de654d669366fc2ad2f68f547b37d6f5",
    300 to "d6306a0c4528ae1137c2e51cab2517ef",
    1000 to "984b538c7b372373f6e6cbc56b688720",
)
