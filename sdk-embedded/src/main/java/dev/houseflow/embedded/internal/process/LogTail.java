package dev.houseflow.embedded.internal.process;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that the child wrote, for error messages. Thread-safe. */
final class LogTail {
    private static final int LINES = 40;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == LINES) lines.removeFirst();
        lines.addLast(line);
    }

    /** Ready to be put behind a message: empty, or a heading and the lines. */
    synchronized String asAppendix() {
        return lines.isEmpty() ? " It wrote no log." : "\nLast lines of its log:\n  " + String.join("\n  ", lines);
    }
}
