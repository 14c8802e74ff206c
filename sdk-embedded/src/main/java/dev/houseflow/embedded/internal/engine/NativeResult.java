package dev.houseflow.embedded.internal.engine;

import com.sun.jna.Pointer;
import dev.houseflow.embedded.internal.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A {@code chdb_result}: a whole answer, one chunk of one, or the handle of a stream. */
final class NativeResult implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private Pointer handle;

    NativeResult(Pointer handle) {
        this.handle = handle;
    }

    Pointer handle() {
        return handle;
    }

    /** Passes on the error it holds, if any. */
    NativeResult check() throws EngineException {
        EngineException error = error();
        if (error != null) {
            throw error;
        }
        return this;
    }

    EngineException error() {
        if (handle == null) {
            return EngineErrors.parse("The engine gave no answer: its connection is closed.");
        }
        Pointer text = Chdb.chdb_result_error(handle);
        return text == null ? null : EngineErrors.parse(text.getString(0, StandardCharsets.UTF_8.name()));
    }

    long length() {
        return Chdb.chdb_result_length(handle);
    }

    long rows() {
        return Chdb.chdb_result_rows_read(handle);
    }

    /** Small answers only. */
    String text() {
        long length = length();
        return length == 0
                ? ""
                : new String(
                        Chdb.chdb_result_buffer(handle).getByteArray(0, Math.toIntExact(length)),
                        StandardCharsets.UTF_8);
    }

    void writeTo(OutputStream out) throws IOException {
        long length = length();
        if (length == 0) {
            return;
        }
        Pointer buffer = Chdb.chdb_result_buffer(handle);
        byte[] piece = new byte[(int) Math.min(PIECE, length)];
        for (long at = 0; at < length; at += piece.length) {
            int n = (int) Math.min(piece.length, length - at);
            buffer.read(at, piece, 0, n);
            out.write(piece, 0, n);
        }
    }

    @Override
    public void close() {
        if (handle != null) {
            Chdb.chdb_destroy_query_result(handle);
            handle = null;
        }
    }
}
