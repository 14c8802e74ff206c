package dev.houseflow.shell;

import dev.houseflow.Progress;
import dev.houseflow.ProgressListener;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows on one line of a terminal how far a query has come, until it is hidden. Thread-safe.
 */
final class ProgressBar implements ProgressListener {
    private static final int BAR = 20;
    /** Quick queries are over before a bar could be read. */
    private static final long FIRST_NANOS = 200_000_000;

    private static final long EVERY_NANOS = 100_000_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final long begin = System.nanoTime();
    private long drawn = begin + FIRST_NANOS - EVERY_NANOS;
    private boolean isShown;
    private boolean isHidden;
    private Progress last;

    /** @param terminal where to draw; {@code null} to draw nothing */
    ProgressBar(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void onProgress(Progress progress) {
        last = progress;
        long now = System.nanoTime();
        if (terminal == null || isHidden || now - drawn < EVERY_NANOS) return;
        drawn = now;
        isShown = true;
        terminal.print(CLEAR_LINE + text(progress, now - begin));
        terminal.flush();
    }

    /** Removes the line; nothing is drawn any more. */
    synchronized void hide() {
        isHidden = true;
        if (!isShown) return;
        isShown = false;
        terminal.print(CLEAR_LINE);
        terminal.flush();
    }

    /** What the server told last; {@code null} when it told nothing. */
    synchronized Progress last() {
        return last;
    }

    /** Rows, bytes, share and time, as they are drawn. */
    static String text(Progress progress, long nanos) {
        boolean writes = progress.readRows() == 0 && progress.writtenRows() > 0;
        long rows = writes ? progress.writtenRows() : progress.readRows();
        StringBuilder line = new StringBuilder();
        long total = progress.totalRowsToRead();
        if (total > 0 && !writes) {
            // The total is the server's estimate, which may turn out to be too low.
            double share = Math.min(1, rows / (double) total);
            int filled = (int) (share * BAR);
            line.append('[')
                    .append("#".repeat(filled))
                    .append(".".repeat(BAR - filled))
                    .append("] ")
                    .append(String.format(Locale.ROOT, "%3.0f%%  ", share * 100));
        }
        line.append(Display.count(rows, "row", "rows"))
                .append(", ")
                .append(Display.bytes(writes ? progress.writtenBytes() : progress.readBytes()));
        if (progress.memoryUsage() > 0) line.append(", memory ").append(Display.bytes(progress.memoryUsage()));
        return line.append(String.format(Locale.ROOT, "  %.1f s", nanos / 1e9)).toString();
    }
}
