package dev.houseflow.benchmarks;

/** One way of reading one data set from the replay server. */
interface Reading extends AutoCloseable {
    /** Reads every value once and returns a checksum over all of them; every reading of a data set must return the same one. */
    long readAll() throws Exception;

    @Override
    default void close() {}

    /** The share of a string in the checksum: cheap, so that it measures reading, and enough to catch a wrong value. */
    static long of(String value) {
        return value.length() * 31L + value.charAt(0) * 7L + value.charAt(value.length() - 1);
    }
}
