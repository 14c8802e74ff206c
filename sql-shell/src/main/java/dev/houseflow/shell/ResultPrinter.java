package dev.houseflow.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Prints one answer while it comes, in constant memory. */
final class ResultPrinter {
    /** The widths of a table are those of its first rows: as many, or as many characters. */
    private static final int ROWS_AHEAD = 1000;

    private static final int CHARACTERS_AHEAD = 1 << 20;
    /** A slow answer is shown before it has so many. */
    private static final long WAIT_NANOS = 500_000_000;

    private final OutputStream out;
    private final Runnable first;

    /**
     * @param out where to; flushed when the server has nothing to read yet
     * @param first run before the first output
     */
    ResultPrinter(OutputStream out, Runnable first) {
        this.out = out;
        this.first = first;
    }

    /** The bytes as they are; returns their number. */
    long raw(PublishedBytes answer) throws IOException, InterruptedException {
        long bytes = 0;
        byte[] piece;
        while ((piece = take(answer)) != null) {
            if (bytes == 0) first.run();
            out.write(piece);
            bytes += piece.length;
        }
        out.flush();
        return bytes;
    }

    private byte[] take(PublishedBytes answer) throws IOException, InterruptedException {
        if (answer.isWaiting()) out.flush();
        return answer.take();
    }

    /** A line for each value; returns the number of rows, or -1 for an answer without a result. */
    long vertical(PublishedBytes answer) throws IOException, InterruptedException {
        TabSeparatedRows rows = new TabSeparatedRows(answer, this::flush);
        if (!rows.begin()) return -1;
        int width = 0;
        String[] names = rows.names();
        for (int i = 0; i < names.length; i++) {
            names[i] = Display.oneLine(names[i]);
            width = Math.max(width, Display.width(names[i]));
        }
        long count = 0;
        String[] row;
        while ((row = rows.next()) != null) {
            if (count++ == 0) first.run();
            line("Row " + count + ":");
            for (int i = 0; i < row.length; i++) {
                String name = i < names.length ? names[i] : "";
                line(name + ":" + " ".repeat(Math.max(0, width - Display.width(name)) + 1)
                        + (row[i] == null ? "NULL" : Display.lines(row[i])));
            }
            line("");
        }
        out.flush();
        return count;
    }

    /** Columns side by side; returns the number of rows, or -1 for an answer without a result. */
    long table(PublishedBytes answer) throws IOException, InterruptedException {
        TabSeparatedRows rows = new TabSeparatedRows(answer, this::flush);
        if (!rows.begin()) return -1;
        List<String[]> ahead = new ArrayList<>();
        int characters = 0;
        long begin = System.nanoTime();
        String[] row = null;
        RuntimeException failure = null;
        try {
            while (ahead.size() < ROWS_AHEAD
                    && characters < CHARACTERS_AHEAD
                    && (ahead.isEmpty() || System.nanoTime() - begin < WAIT_NANOS)
                    && (row = rows.next()) != null) {
                shown(row);
                for (String cell : row) characters += cell.length();
                ahead.add(row);
            }
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            // The rows before a failure are shown, as in every other output.
            if (ahead.isEmpty()) throw e;
            failure = e;
        }
        first.run();
        int[] widths = head(rows, ahead);
        for (String[] each : ahead) line(cells(each, widths, rows));
        long count = ahead.size();
        if (failure != null) {
            out.flush();
            throw failure;
        }
        ahead.clear();
        while (row != null && (row = rows.next()) != null) {
            shown(row);
            line(cells(row, widths, rows));
            count++;
        }
        out.flush();
        return count;
    }

    private static void shown(String[] row) {
        for (int i = 0; i < row.length; i++) row[i] = row[i] == null ? "NULL" : Display.oneLine(row[i]);
    }

    private int[] head(TabSeparatedRows rows, List<String[]> ahead) throws IOException {
        String[] names = rows.names();
        shown(names);
        int[] widths = new int[names.length];
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            widths[i] = Display.width(names[i]);
            for (String[] row : ahead) widths[i] = Math.max(widths[i], Display.width(row[i]));
            rule.append(i == 0 ? "-" : "+-").append("-".repeat(widths[i] + 1));
        }
        line(cells(names, widths, rows));
        line(rule.toString());
        return widths;
    }

    /** A value that is wider than its column moves the others of its row, and is never cut. */
    private static String cells(String[] row, int[] widths, TabSeparatedRows rows) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - Display.width(row[i])));
            line.append(i == 0 ? " " : " | ");
            if (rows.isNumber(i)) {
                line.append(padding).append(row[i]);
            } else {
                line.append(row[i]);
                if (i < row.length - 1) line.append(padding);
            }
        }
        return line.toString();
    }

    private void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
