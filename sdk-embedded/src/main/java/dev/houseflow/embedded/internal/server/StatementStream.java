package dev.houseflow.embedded.internal.server;

import dev.houseflow.FormatException;
import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.http.BlockInput;
import dev.houseflow.embedded.internal.http.RequestBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * What the executor reads: the query of the URL, a line break, and the decoded body. A body that
 * cannot be read to its end makes every further read fail, and the reason is kept: it says more
 * than what the engine makes of half a statement.
 */
final class StatementStream extends BlockInput {
    private final byte[] prefix;
    private final InputStream decoded;
    private final RequestBody body;
    private int position;
    private boolean bodyEnded;
    private volatile boolean ended;
    private volatile EngineException failure;
    private volatile boolean clientLeft;

    /**
     * @param prefix what comes before the body, e.g. the query of the URL and a line break; may be
     *     empty
     * @param decoded the body without its codings
     * @param body the body below that
     */
    StatementStream(byte[] prefix, InputStream decoded, RequestBody body) {
        this.prefix = prefix;
        this.decoded = decoded;
        this.body = body;
    }

    /** Whether all of it was read. */
    boolean isEnded() {
        return ended;
    }

    /** Why the body could not be read, or {@code null}. */
    EngineException failure() {
        return failure;
    }

    /** Whether the connection ended within the body. */
    boolean clientLeft() {
        return clientLeft;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position < prefix.length) {
            int count = Math.min(length, prefix.length - position);
            System.arraycopy(prefix, position, target, offset, count);
            position += count;
            return count;
        }
        if (failure != null) {
            throw new IOException(failure.getMessage());
        }
        if (ended) {
            return -1;
        }
        try {
            int count = bodyEnded ? -1 : decoded.read(target, offset, length);
            if (count < 0) {
                bodyEnded = true;
                refuseMore();
                ended = true;
            }
            return count;
        } catch (IOException | RuntimeException e) {
            failure = reasonOf(e);
            throw new IOException(failure.getMessage(), e);
        }
    }

    /** A coded stream may end before the body that carries it. */
    private void refuseMore() throws IOException {
        byte[] more = new byte[1];
        if (body.read(more, 0, 1) >= 0) {
            throw new IOException("There are bytes behind the end of the compressed request body");
        }
    }

    private EngineException reasonOf(Exception e) {
        String name = e.getClass().getName();
        if (e instanceof SocketTimeoutException) {
            return new EngineException(
                    Errors.SOCKET_TIMEOUT,
                    "SOCKET_TIMEOUT",
                    "Timeout exceeded while reading the request body from the socket");
        }
        if (e instanceof EOFException && !body.isComplete()) {
            clientLeft = true;
            return new EngineException(33, "CANNOT_READ_ALL_DATA", String.valueOf(e.getMessage()));
        }
        String message = "Cannot read the request body: " + e.getMessage();
        if (e instanceof FormatException) {
            return new EngineException(Errors.CANNOT_DECOMPRESS, "CANNOT_DECOMPRESS", message);
        }
        if (name.startsWith("com.github.luben.zstd.")) {
            return new EngineException(Errors.ZSTD_DECODER_FAILED, "ZSTD_DECODER_FAILED", message);
        }
        if (name.startsWith("java.util.zip.")) {
            return new EngineException(Errors.ZLIB_INFLATE_FAILED, "ZLIB_INFLATE_FAILED", message);
        }
        return decoded == body
                ? new EngineException(33, "CANNOT_READ_ALL_DATA", message)
                : new EngineException(Errors.CANNOT_DECOMPRESS, "CANNOT_DECOMPRESS", message);
    }
}
