package dev.houseflow.embedded.internal;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where the executor puts the answer to one {@link QueryCall}. Called from one thread at a time.
 */
public interface QueryReply {
    /**
     * Called once, when the query has begun to answer or has succeeded: the time zone in which it
     * shows times. Not called when it fails before that.
     */
    void timezone(String name);

    /**
     * Called once, before the first byte of {@link #output()}: the format of what follows. Not
     * called when there is no result set.
     */
    void format(String name);

    /**
     * The formatted result, as it is made. Writing throws when the client has left; the executor
     * then stops the query.
     */
    OutputStream output() throws IOException;

    /** How far the query has come. Called a few times a second while it runs. */
    void progress(QueryProgress progress);

    /** Whether the client has closed its connection, so that the answer has no reader any more. */
    boolean isAbandoned();
}
