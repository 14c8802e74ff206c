package dev.houseflow.notebook.internal.cell

import dev.houseflow.Progress
import dev.houseflow.ProgressListener
import dev.houseflow.QuerySummary
import java.util.UUID

/**
 * The progress of one call in the output of its cell. What the server tells is kept by whatever
 * thread hears it; the thread that waits shows it, so that an answer never waits for a notebook.
 */
internal class CellProgress(private val display: CellDisplay, private val nanoTime: () -> Long = System::nanoTime) : ProgressListener {
    private val began = nanoTime()
    private val id = "houseflow-${UUID.randomUUID()}"
    private var shown: Progress? = null
    private var isBroken = false

    @Volatile
    private var latest: Progress? = null

    override fun onProgress(progress: Progress) {
        latest = progress
    }

    /** Shows what is new. Called by the thread that waits, while it waits. */
    fun tick() {
        val progress = latest
        if (progress == null || progress === shown || nanoTime() - began < QUIET_NANOS) return
        val isFirst = shown == null
        shown = progress
        val html = ProgressText.running(progress, seconds())
        display { if (isFirst) show(id, html) else update(id, html) }
    }

    /** Says at last what the call has cost, if anything was shown of it. */
    fun finished(summary: QuerySummary?) {
        val progress = shown ?: return
        // The summary of a stream, and of an old server, knows less.
        val counted = summary?.takeIf { it.readRows >= progress.readRows }
        val rows = counted?.readRows ?: progress.readRows
        val bytes = counted?.readBytes ?: progress.readBytes
        display { update(id, ProgressText.ended("Read", rows, bytes, seconds())) }
    }

    /** Says that the call has come to no end of its own, if anything was shown of it. */
    fun stopped() {
        val progress = shown ?: return
        display { update(id, ProgressText.ended("Stopped after", progress.readRows, progress.readBytes, seconds())) }
    }

    /** A notebook that cannot show the progress costs no call. */
    private fun display(change: CellDisplay.() -> Unit) {
        if (isBroken) return
        try {
            display.change()
        } catch (e: InterruptedException) {
            throw e
        } catch (_: Exception) {
            isBroken = true
        }
    }

    private fun seconds(): Double = (nanoTime() - began) / 1e9

    private companion object {
        /** Quick calls show nothing. */
        private const val QUIET_NANOS = 500_000_000L
    }
}
