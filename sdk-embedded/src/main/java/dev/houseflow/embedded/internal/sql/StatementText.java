package dev.houseflow.embedded.internal.sql;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * The beginning of a request's text, as much of it as a statement may be long, and the stream with
 * the rest of it.
 *
 * @param bytes the beginning; only {@code length} bytes of it count
 * @param complete whether {@code rest} has nothing more
 */
public record StatementText(byte[] bytes, int length, boolean complete, InputStream rest) {
    private static final int FIRST = 8 * 1024;

    /** Reads up to {@code maxQuerySize} bytes, fewer where the stream ends. */
    public static StatementText read(InputStream in, int maxQuerySize) throws EngineException {
        byte[] bytes = new byte[Math.min(FIRST, maxQuerySize)];
        int length = 0;
        try {
            while (true) {
                if (length == bytes.length) {
                    if (length == maxQuerySize) {
                        int more = in.read();
                        InputStream rest = more < 0
                                ? in
                                : new SequenceInputStream(new ByteArrayInputStream(new byte[] {(byte) more}), in);
                        return new StatementText(bytes, length, more < 0, rest);
                    }
                    bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(2L * length, maxQuerySize));
                }
                int n = in.read(bytes, length, bytes.length - length);
                if (n < 0) {
                    return new StatementText(bytes, length, true, in);
                }
                length += n;
            }
        } catch (IOException e) {
            throw bodyFailure(e);
        }
    }

    /**
     * An {@link EngineException} that the stream carries as its cause is the answer; anything else
     * means that the client left.
     */
    public static EngineException bodyFailure(IOException e) {
        if (e.getCause() instanceof EngineException cause) {
            return cause;
        }
        EngineException failure = Errors.network("The request could not be read to its end: " + e.getMessage());
        failure.initCause(e);
        return failure;
    }

    /** The data that begins at {@code offset} of the text and goes on in the stream. */
    public InputStream from(int offset) {
        InputStream head = new ByteArrayInputStream(bytes, offset, length - offset);
        return complete ? head : new SequenceInputStream(head, rest);
    }
}
