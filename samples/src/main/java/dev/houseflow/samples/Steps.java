package dev.houseflow.samples;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells on stderr what a program is doing, how far it is, and at the end on stdout how long everything took. */
public final class Steps {
    private static final long REDRAW_NANOS = 100_000_000;
    /** Set by the script that starts the program; elsewhere a line that is redrawn would be noise. */
    private final boolean terminal = Boolean.getBoolean("houseflow.samples.terminal");

    private final List<String[]> finished = new ArrayList<>();
    private final long start = System.nanoTime();
    private String current;
    private long began;
    private long drawn;
    private int percentTold;

    /** Begins a step. */
    public void begin(String name) {
        current = name;
        began = System.nanoTime();
        drawn = 0;
        percentTold = 0;
        System.err.print(terminal ? name + " ..." : name + " ...\n");
    }

    /** Says how far the step is. */
    public void progress(long done, long all, String unit) {
        int percent = (int) (all == 0 ? 100 : done * 100 / all);
        long now = System.nanoTime();
        if (terminal && (now - drawn > REDRAW_NANOS || done == all)) {
            drawn = now;
            int width = percent / 4;
            System.err.print("\r" + current + " [" + "#".repeat(width) + " ".repeat(25 - width) + "] " + percent
                    + " % of " + all + " " + unit + "   ");
        } else if (!terminal && percent >= percentTold + 25) {
            percentTold = percent;
            System.err.println("  " + percent + " % of " + all + " " + unit);
        }
    }

    /**
     * Ends the step.
     *
     * @param outcome what came of it, e.g. "3000000 rows"
     */
    public void end(String outcome) {
        String seconds = String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - began) / 1e9);
        finished.add(new String[] {current, outcome, seconds});
        String line = outcome + " in " + seconds;
        // The blanks cover what is left of the progress line.
        System.err.println(terminal ? String.format("\r%-100s", current + ": " + line) : "  " + line);
    }

    /** The file's bytes; reading them is the progress of the step. */
    public InputStream open(Path file) throws IOException {
        long size = Files.size(file);
        return new FilterInputStream(Files.newInputStream(file)) {
            private long done;

            @Override
            public int read() throws IOException {
                int value = super.read();
                if (value >= 0) progress(++done, size, "bytes");
                return value;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count > 0) {
                    done += count;
                    progress(done, size, "bytes");
                }
                return count;
            }
        };
    }

    /** Prints how long each step took. */
    public void printTimes() {
        TextTable table = new TextTable("step", "outcome", "time");
        for (String[] step : finished) table.row((Object[]) step);
        table.row("all", "", String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - start) / 1e9));
        table.print("How long it took");
    }
}
