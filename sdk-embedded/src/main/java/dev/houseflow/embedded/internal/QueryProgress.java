package dev.houseflow.embedded.internal;

/**
 * The counters of {@code X-ClickHouse-Progress} and {@code X-ClickHouse-Summary}; 0 where the
 * engine does not know.
 */
public record QueryProgress(
        long readRows,
        long readBytes,
        long writtenRows,
        long writtenBytes,
        long totalRowsToRead,
        long resultRows,
        long resultBytes,
        long elapsedNanos,
        long memoryUsage) {}
