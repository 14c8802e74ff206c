package dev.houseflow.benchmarks.clients;

/** One way of reading one data set from the replay server. */
public interface Reading extends AutoCloseable {
    /**
     * Reads every value once and returns a checksum over all of them; every reading of a data set
     * must return the same one.
     */
    long readAll() throws Exception;

    @Override
    default void close() {}
}
