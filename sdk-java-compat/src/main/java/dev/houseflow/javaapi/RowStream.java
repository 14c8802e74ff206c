package dev.houseflow.javaapi;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of one result, pulled one by one while they arrive. Close it, best with
 * try-with-resources: closing it before its end stops the query, also on the server. One that is
 * forgotten holds its connection until the garbage collector finds it; then it is closed, and a
 * warning is logged.
 *
 * <p>The query is sent when the first row is asked for. No more than about two blocks of rows, or 2
 * MiB of smaller ones, are held at a time: while no row is asked for, nothing more is read from the
 * server. To be used by one thread at a time; pulling blocks that thread, and an interrupt ends the
 * query with a {@link java.util.concurrent.CancellationException}.
 *
 * <p>{@link #hasNext} and {@link #next} throw a {@link dev.houseflow.ClickHouseException} when the
 * query fails, also after some rows have been given: what ends without an exception is complete.
 * Once failed, it fails with the same exception each time; once closed, with a
 * {@link dev.houseflow.ConfigurationException}.
 *
 * @param <T> the class of a row; {@code null} only where {@code T} is a class of single values and
 * the value is NULL.
 */
public interface RowStream<T> extends Iterator<T>, AutoCloseable {
    /**
     * The rows that are left, in order, as a sequential {@link Stream} that can be used once.
     * Closing it closes this. A second call throws a {@link dev.houseflow.ConfigurationException}:
     * the rows are there once.
     */
    default Stream<T> stream() {
        Spliterator<T> rows = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
        return StreamSupport.stream(rows, false).onClose(this::close);
    }

    /**
     * Ends the query unless it has ended, and frees its connection. Does nothing when closed
     * already.
     */
    @Override
    void close();
}
