package dev.houseflow.benchmarks.clients;

/** Sends the same small query again and again, from several callers at once. */
public interface Callers extends AutoCloseable {
    /**
     * Lets {@code callers} send {@code queries} queries each, one after the other, and returns a
     * checksum over all answers.
     */
    long run(int callers, int queries) throws Exception;

    @Override
    void close();
}
