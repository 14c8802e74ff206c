package dev.houseflow.internal.compress

import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * Unpacks LZ4 blocks of 8-byte values of which each differs from the one before in its lowest bytes
 * only: ids, counters, moments. Of such a value LZ4 keeps the bytes that changed, and takes the
 * others from 8 bytes before. General decoders load those at once from where the last stores have
 * gone, in other pieces than they were stored in, and a processor has to wait for that; here the
 * value before stays in a register.
 *
 * Other blocks are given up soon: libraries unpack them quicker, and know what a damaged one is.
 * Not thread-safe.
 */
internal class Lz4DeltaDecoder {
    private var from: ByteBuffer = NOTHING
    private var to: ByteBuffer = NOTHING
    private var packed = EMPTY
    private var raw = EMPTY

    /** Where the next sequence begins, and where its bytes go. */
    private var at = 0
    private var out = 0

    /** Up to here values are read, and written, eight bytes at a time. */
    private var roomyIn = 0
    private var roomyOut = 0

    /**
     * Values so far, how many of them took bytes from the one before, and sequences that are no
     * values.
     */
    private var values = 0
    private var near = 0
    private var others = 0

    /**
     * Whether `bytes[start until start + size]` was unpacked into the [length] first bytes of
     * [target]; if not, these may hold anything.
     */
    fun unpack(bytes: ByteArray, start: Int, size: Int, target: ByteArray, length: Int): Boolean {
        packed = bytes
        raw = target
        from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
        to = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN)
        at = start
        out = 0
        roomyIn = start + size - ROOM
        roomyOut = length - ROOM
        values = 0
        near = 0
        others = 0
        return try {
            unpack(start + size, length)
        } catch (_: IndexOutOfBoundsException) {
            false
        } finally {
            packed = EMPTY
            raw = EMPTY
            from = NOTHING
            to = NOTHING
        }
    }

    private fun unpack(end: Int, length: Int): Boolean {
        while (true) {
            if (out >= Long.SIZE_BYTES) {
                // A few first, to see whether these are the values that this is for.
                if (values < TRIED) {
                    takeValues(minOf(roomyOut, out + TRIED * Long.SIZE_BYTES))
                    if (values >= TRIED && near < values / 2) return false
                }
                if (values >= TRIED) takeValues(roomyOut)
            }
            if (++others > TRIED + out / OUT_PER_OTHER) return false
            val token = packed[at++].toInt()
            val literals = longer(token shr 4 and LOW)
            if (literals < 0 || literals > end - at || literals > length - out) return false
            System.arraycopy(packed, at, raw, out, literals)
            at += literals
            out += literals
            if (at >= end) return at == end && out == length
            val distance = from.getShort(at).toInt() and 0xffff
            at += 2
            val count = longer(token and LOW) + SHORTEST
            if (distance == 0 || distance > out || count < 0 || count > length - out) return false
            copy(distance, count)
        }
    }

    /**
     * [low], and what is added to it when it is all that its 4 bits can say; below 0 when that is
     * too much.
     */
    private fun longer(low: Int): Int {
        if (low != LOW) return low
        var sum = low
        do {
            val more = packed[at++].toInt() and 0xff
            sum += more
        } while (more == 0xff && sum >= 0)
        return sum
    }

    /** Where they overlap, what has been copied is copied again, and more each time. */
    private fun copy(distance: Int, count: Int) {
        val source = out - distance
        val end = out + count
        while (out < end) {
            val step = minOf(out - source, end - out)
            System.arraycopy(raw, source, raw, out, step)
            out += step
        }
    }

    /**
     * Takes sequences that are 8 bytes each, some of them new and the others from before, as long
     * as there are any, or up to [outEnd].
     */
    private fun takeValues(outEnd: Int) {
        val packed = packed
        val from = from
        val to = to
        val inEnd = roomyIn
        var at = at
        var out = out
        var far = 0
        val first = out
        var last = to.getLong(out - Long.SIZE_BYTES)
        while (at < inEnd && out < outEnd) {
            val token = packed[at].toInt()
            val literals = token shr 4 and LOW
            if (literals + (token and LOW) != Long.SIZE_BYTES - SHORTEST) break
            val bits = literals shl 3
            val word = from.getLong(at + 1)
            val distance = (word ushr bits).toInt() and 0xffff
            val new = (1L shl bits) - 1
            if (distance != Long.SIZE_BYTES) {
                val source = out + literals - distance
                if (distance < Long.SIZE_BYTES || source < 0) break
                last = to.getLong(source) shl bits
                far++
            }
            last = (word and new) or (last and new.inv())
            to.putLong(out, last)
            at += literals + 3
            out += Long.SIZE_BYTES
        }
        val taken = (out - first) / Long.SIZE_BYTES
        values += taken
        near += taken - far
        this.at = at
        this.out = out
    }

    private companion object {
        private val EMPTY = ByteArray(0)
        private val NOTHING: ByteBuffer = ByteBuffer.wrap(EMPTY)

        /** The bits of a length in a token, and the shortest copy there is. */
        private const val LOW = 15
        private const val SHORTEST = 4

        /** More than any step within a value reads or writes. */
        private const val ROOM = 32

        /**
         * How many values, or other sequences, are taken before it is asked whether it is worth it.
         */
        private const val TRIED = 256

        /** There may be one other sequence for so many bytes that came out. */
        private const val OUT_PER_OTHER = 64
    }
}
