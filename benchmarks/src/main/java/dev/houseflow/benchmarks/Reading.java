package dev.houseflow.benchmarks;

/** One way of reading one data set from the replay server. */
interface Reading extends AutoCloseable {
    /** Reads every value once and returns a checksum over all of them; every reading of a data set must return the same one. */
    long readAll() throws Exception;

    @Override
    default void close() {}

    /** The share of a string in the checksum: cheap, so that it measures reading, and enough to catch a wrong value. */
    static long of(String value) {
        int length = value.length();
        return length == 0 ? 1 : length * 31L + value.charAt(0) * 7L + value.charAt(length - 1);
    }

    /** The same share of a string in ASCII, by its bytes. */
    static long of(byte[] value) {
        int length = value.length;
        return length == 0 ? 1 : length * 31L + value[0] * 7L + value[length - 1];
    }

    /** The share of a number with a fraction: all of its bits, since a cast would cost more than the reading. */
    static long of(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
