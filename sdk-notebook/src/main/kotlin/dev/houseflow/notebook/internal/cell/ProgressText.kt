package dev.houseflow.notebook.internal.cell

import dev.houseflow.Progress
import java.util.Locale

/** Progress as HTML. It holds numbers and words of its own, and nothing that a server has said. */
internal object ProgressText {
    fun running(progress: Progress, seconds: Double): String {
        val total = progress.totalRowsToRead
        // The server's estimate may be too low.
        val isKnown = total > 0 && progress.readRows <= total
        val bar = if (isKnown) "<progress value=\"${progress.readRows}\" max=\"$total\"></progress>" else "<progress></progress>"
        val rows = if (isKnown) "${100 * progress.readRows / total} % of ${count(total)} rows" else "${count(progress.readRows)} rows"
        return line("$bar $rows, ${size(progress.readBytes)}, ${time(seconds)}")
    }

    fun ended(what: String, rows: Long, bytes: Long, seconds: Double): String =
        line("$what ${count(rows)} ${if (rows == 1L) "row" else "rows"}, ${size(bytes)}, in ${time(seconds)}")

    private fun line(text: String) = "<div><small>$text</small></div>"

    private fun count(number: Long): String = String.format(Locale.ROOT, "%,d", number)

    private fun time(seconds: Double): String = String.format(Locale.ROOT, "%.1f s", seconds)

    private fun size(bytes: Long): String {
        var value = bytes.toDouble()
        var unit = 0
        while (value >= 1000 && unit < UNITS.size - 1) {
            value /= 1000
            unit++
        }
        return if (unit == 0) "$bytes B" else String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit])
    }

    private val UNITS = listOf("B", "kB", "MB", "GB", "TB", "PB", "EB")
}
