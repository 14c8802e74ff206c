package dev.houseflow.coroutines.internal.response

import dev.houseflow.ClickHouseException
import dev.houseflow.internal.wire.ByteSource

/**
 * The bytes of [source] up to the text of an exception that the server put into them; then [fail]
 * says what to throw. Everything before that text is delivered first, and data that only looks like
 * it passes through untouched.
 *
 * A window without a suspicious byte sequence passes through as it is, without a copy. Only the
 * bytes from the first suspicious one on are held back, at most [ExceptionSignature.holdBytes] of
 * them; every byte is looked at a bounded number of times.
 */
internal class ExceptionScanner(
    private val source: ByteSource,
    private val signature: ExceptionSignature,
    private val fail: (String) -> Throwable,
) : ByteSource() {
    /** `held[heldStart until heldEnd]` begins with a candidate and waits for what follows. */
    private var held = ByteArray(0)
    private var heldStart = 0
    private var heldEnd = 0
    private var failed: Throwable? = null

    override suspend fun refill(): Boolean {
        while (true) {
            failed?.let { throw it }
            if (heldStart == heldEnd) {
                if (!source.fill()) return false
                if (passWindow()) return true
            } else {
                if (!fillFromSource()) return endHeld()
                append()
                if (releaseHeld()) return true
            }
        }
    }

    /** Delivers the source's window up to its first candidate, and holds the rest. */
    private fun passWindow(): Boolean {
        val start = source.position
        val end = source.limit
        val candidate = openCandidate(source.array, start, end)
        signature.passed(source.array, start, candidate)
        if (candidate < end) {
            hold(source.array, candidate, end)
            checkWhole()
        }
        source.position = end
        if (candidate == start) return false
        window(source.array, start, candidate)
        return true
    }

    /** Asks for more; when the answer breaks off after the server's message, the message counts. */
    private suspend fun fillFromSource(): Boolean = try {
        source.fill()
    } catch (e: ClickHouseException) {
        val at = signature.find(held, heldStart, heldEnd, isBroken = true)
        throw if (at == heldEnd) e else fail(signature.message(held, heldStart, at, heldEnd)).also { it.addSuppressed(e) }
    }

    private fun append() {
        hold(source.array, source.position, source.limit)
        source.position = source.limit
    }

    private fun hold(bytes: ByteArray, from: Int, to: Int) {
        val count = to - from
        val kept = heldEnd - heldStart
        if (heldEnd + count > held.size) {
            // No reader uses a window into the old array any more: it asked for more bytes.
            val roomy = if (held.size >= kept + count && kept <= held.size / 2) held else ByteArray(maxOf(kept + count, 2 * held.size))
            System.arraycopy(held, heldStart, roomy, 0, kept)
            held = roomy
            heldStart = 0
            heldEnd = kept
        }
        System.arraycopy(bytes, from, held, heldEnd, count)
        heldEnd += count
    }

    /**
     * Delivers what is certainly data at the beginning of the held bytes; `false` when that is
     * nothing.
     */
    private fun releaseHeld(): Boolean {
        val start = heldStart
        val candidate = openCandidate(held, start, heldEnd)
        signature.passed(held, start, candidate)
        heldStart = candidate
        checkWhole()
        if (candidate == start) return false
        window(held, start, candidate)
        return true
    }

    /**
     * The first candidate that is not followed by more bytes than an exception has: what begins
     * before that is nothing but data.
     */
    private fun openCandidate(bytes: ByteArray, valid: Int, end: Int): Int =
        signature.firstCandidate(bytes, valid, maxOf(valid, end - signature.holdBytes), end)

    private fun checkWhole() {
        if (heldStart < heldEnd && signature.isWhole(held, heldStart, heldEnd)) {
            failed = fail(signature.message(held, heldStart, heldStart, heldEnd))
        }
    }

    /** The source has ended: what is held is an exception, or the last of the data. */
    private fun endHeld(): Boolean {
        val start = heldStart
        val at = signature.find(held, start, heldEnd, isBroken = false)
        if (at < heldEnd) failed = fail(signature.message(held, start, at, heldEnd))
        heldStart = heldEnd
        if (at == start) failed?.let { throw it }
        window(held, start, at)
        return true
    }
}
