package dev.houseflow.embedded.internal;

/** The engine as the HTTP side sees it. Thread-safe. */
public interface QueryExecutor extends AutoCloseable {
    /**
     * Runs one query to its end on an engine thread while the calling thread waits, and puts the
     * result into {@code reply}.
     *
     * @return the final counters
     * @throws EngineException when the query failed; what was already written to the reply stays
     *     written
     */
    QueryProgress execute(QueryCall call, QueryReply reply) throws EngineException, InterruptedException;

    /** The engine's version, e.g. {@code 26.7.2.1}. */
    String version();

    /** The engine's time zone, e.g. {@code Etc/UTC}. */
    String timezone();

    /** Ends all running queries and shuts the engine down. */
    @Override
    void close();
}
