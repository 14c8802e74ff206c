package dev.houseflow.javaapi;

import dev.houseflow.ResponseHead;
import java.io.InputStream;

/**
 * An answer of a handler, to be read while it comes. Close it, best with try-with-resources:
 * closing it before its end leaves the rest.
 *
 * <p>The request is sent when the head or the first byte is asked for. To be used by one thread at
 * a time; both block that thread, and an interrupt ends the call with a
 * {@link java.util.concurrent.CancellationException}.
 */
public interface HandlerStream extends AutoCloseable {
    /**
     * Status and headers; waits until they are there. Throws a
     * {@link dev.houseflow.ClickHouseException} when the call fails.
     */
    ResponseHead head();

    /**
     * The body, unpacked where it came with gzip or deflate; the same stream each time. Reading
     * throws an {@code IOException} when the call fails, when the answer breaks off, when the
     * server reports an exception in it, and after a close. The
     * {@link dev.houseflow.ClickHouseException} is its cause.
     */
    InputStream body();

    /**
     * Ends the call unless it has ended, and frees its connection. Does nothing when closed
     * already.
     */
    @Override
    void close();
}
