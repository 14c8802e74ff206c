package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * CityHash128 as of CityHash 1.0.2, which ClickHouse froze for its compressed frames. Later
 * CityHash versions give other values.
 *
 * An instance holds the two halves of its last result, so that hashing allocates nothing. Not
 * thread-safe.
 */
@InternalHouseflowApi
public class CityHash128 {
    /** The lower 64 bits of the last [hash]; they come first in a frame. */
    public var low: Long = 0
        private set

    /** The upper 64 bits of the last [hash]. */
    public var high: Long = 0
        private set

    private var weakFirst: Long = 0
    private var weakSecond: Long = 0

    /** Hashes `bytes[start until end]` into [low] and [high]. */
    public fun hash(bytes: ByteArray, start: Int, end: Int) {
        val buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
        val length = end - start
        when {
            length >= 16 -> seeded(buffer, start + 16, length - 16, buffer.getLong(start) xor K3, buffer.getLong(start + 8))

            length >= 8 -> seeded(
                buffer,
                start,
                0,
                buffer.getLong(start) xor (length * K0),
                buffer.getLong(end - 8) xor K1,
            )

            else -> seeded(buffer, start, length, K0, K1)
        }
    }

    private fun seeded(bytes: ByteBuffer, from: Int, size: Int, seedLow: Long, seedHigh: Long) {
        if (size < 128) {
            murmur(bytes, from, size, seedLow, seedHigh)
            return
        }
        var at = from
        var left = size
        var x = seedLow
        var y = seedHigh
        var z = size * K1
        var v1 = (y xor K1).rotateRight(49) * K1 + bytes.getLong(at)
        var v2 = v1.rotateRight(42) * K1 + bytes.getLong(at + 8)
        var w1 = (y + z).rotateRight(35) * K1 + x
        var w2 = (x + bytes.getLong(at + 88)).rotateRight(53) * K1
        do {
            repeat(2) {
                x = (x + y + v1 + bytes.getLong(at + 16)).rotateRight(37) * K1
                y = (y + v2 + bytes.getLong(at + 48)).rotateRight(42) * K1
                x = x xor w2
                y = y xor v1
                z = (z xor w1).rotateRight(33)
                weak32(bytes, at, v2 * K1, x + w1)
                v1 = weakFirst
                v2 = weakSecond
                weak32(bytes, at + 32, z + w2, y)
                w1 = weakFirst
                w2 = weakSecond
                val swap = z
                z = x
                x = swap
                at += 64
            }
            left -= 128
        } while (left >= 128)
        y += w1.rotateRight(37) * K0 + z
        x += (v1 + z).rotateRight(49) * K0
        var done = 0
        // The last 0..127 bytes in steps of 32 from the end; the last step reaches back into bytes
        // that were already seen.
        while (done < left) {
            done += 32
            y = (y - x).rotateRight(42) * K0 + v2
            w1 += bytes.getLong(at + left - done + 16)
            x = x.rotateRight(49) * K0 + w1
            w1 += v1
            weak32(bytes, at + left - done, v1, v2)
            v1 = weakFirst
            v2 = weakSecond
        }
        x = mix16(x, v1)
        y = mix16(y, w1)
        low = mix16(x + v2, w2) + y
        high = mix16(x + w2, y + v2)
    }

    private fun murmur(bytes: ByteBuffer, from: Int, size: Int, seedLow: Long, seedHigh: Long) {
        var a = seedLow
        var b = seedHigh
        var c: Long
        var d: Long
        if (size <= 16) {
            a = shiftMix(a * K1) * K1
            c = b * K1 + upTo16(bytes, from, size)
            d = shiftMix(a + if (size >= 8) bytes.getLong(from) else c)
        } else {
            c = mix16(bytes.getLong(from + size - 8) + K1, a)
            d = mix16(b + size, c + bytes.getLong(from + size - 16))
            a += d
            var at = from
            var left = size - 16
            do {
                a = (a xor (shiftMix(bytes.getLong(at) * K1) * K1)) * K1
                b = b xor a
                c = (c xor (shiftMix(bytes.getLong(at + 8) * K1) * K1)) * K1
                d = d xor c
                at += 16
                left -= 16
            } while (left > 0)
        }
        a = mix16(a, c)
        b = mix16(d, b)
        low = a xor b
        high = mix16(b, a)
    }

    private fun upTo16(bytes: ByteBuffer, from: Int, size: Int): Long = when {
        size > 8 -> {
            val a = bytes.getLong(from)
            val b = bytes.getLong(from + size - 8)
            mix16(a, (b + size).rotateRight(size)) xor b
        }

        size >= 4 -> mix16(size + (unsigned(bytes.getInt(from)) shl 3), unsigned(bytes.getInt(from + size - 4)))

        size > 0 -> {
            val first = bytes.get(from).toInt() and 0xff
            val middle = bytes.get(from + (size shr 1)).toInt() and 0xff
            val last = bytes.get(from + size - 1).toInt() and 0xff
            shiftMix((first + (middle shl 8)) * K2 xor (size + (last shl 2)) * K3) * K2
        }

        else -> K2
    }

    private fun weak32(bytes: ByteBuffer, at: Int, seedA: Long, seedB: Long) {
        var a = seedA + bytes.getLong(at)
        val last = bytes.getLong(at + 24)
        var b = (seedB + a + last).rotateRight(21)
        val c = a
        a += bytes.getLong(at + 8) + bytes.getLong(at + 16)
        b += a.rotateRight(44)
        weakFirst = a + last
        weakSecond = b + c
    }

    private companion object {
        private const val K0 = -0x3c5a37a36834ced9L
        private const val K1 = -0x4b6d499041670d8dL
        private const val K2 = -0x651e95c4d06fbfb1L
        private const val K3 = -0x36b62838af619aa9L
        private const val MULTIPLIER = -0x622015f714c7d297L

        private fun unsigned(value: Int): Long = value.toLong() and 0xffffffffL

        private fun shiftMix(value: Long): Long = value xor (value ushr 47)

        private fun mix16(low: Long, high: Long): Long {
            val a = shiftMix((low xor high) * MULTIPLIER)
            return shiftMix((high xor a) * MULTIPLIER) * MULTIPLIER
        }
    }
}
