package dev.houseflow.embedded.internal.server;

/**
 * How one request wants its answer.
 *
 * @param holdBytes how much of the result is held back before the status is decided
 * @param waitForEnd whether all of it is
 * @param coding the content coding, or {@code null}
 * @param codingLevel its level
 * @param frames whether the result goes into ClickHouse's own compressed frames (compress=1)
 * @param sendProgress whether progress goes into header lines while the query runs
 * @param progressIntervalMillis how often at most
 */
record ReplyOptions(
        long holdBytes,
        boolean waitForEnd,
        ContentCoding coding,
        int codingLevel,
        boolean frames,
        boolean sendProgress,
        long progressIntervalMillis) {
    /**
     * The size of a ClickHouse server's response buffer: a smaller result never leaves before its
     * end.
     */
    static final long MIN_HOLD_BYTES = 1024 * 1024;

    /** For answers that come before the request was understood. */
    static final ReplyOptions PLAIN = new ReplyOptions(MIN_HOLD_BYTES, false, null, 0, false, false, 0);
}
