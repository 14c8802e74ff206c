package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.QueryProgress;

/**
 * Counters as the headers {@code X-ClickHouse-Progress} and {@code X-ClickHouse-Summary} carry
 * them: numbers in quotes.
 */
final class ProgressJson {
    private ProgressJson() {}

    /** All counters. */
    static String summary(QueryProgress p) {
        return json(p, true);
    }

    /** Those that are not zero. */
    static String progress(QueryProgress p) {
        return json(p, false);
    }

    private static String json(QueryProgress p, boolean zeros) {
        StringBuilder out = new StringBuilder("{");
        append(out, "read_rows", p.readRows(), zeros);
        append(out, "read_bytes", p.readBytes(), zeros);
        append(out, "written_rows", p.writtenRows(), zeros);
        append(out, "written_bytes", p.writtenBytes(), zeros);
        append(out, "total_rows_to_read", p.totalRowsToRead(), zeros);
        append(out, "result_rows", p.resultRows(), zeros);
        append(out, "result_bytes", p.resultBytes(), zeros);
        append(out, "elapsed_ns", p.elapsedNanos(), zeros);
        append(out, "memory_usage", p.memoryUsage(), zeros);
        return out.append('}').toString();
    }

    private static void append(StringBuilder out, String name, long value, boolean zeros) {
        if (value == 0 && !zeros) {
            return;
        }
        if (out.length() > 1) {
            out.append(',');
        }
        out.append('"').append(name).append("\":\"").append(value).append('"');
    }
}
