package dev.houseflow.embedded.internal.chdb;

import com.sun.jna.Pointer;
import dev.houseflow.embedded.internal.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A {@code chdb_result}: a whole answer, one chunk of one, or the handle of a stream. */
public final class NativeResult implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private Pointer handle;

    public NativeResult(Pointer handle) {
        this.handle = handle;
    }

    Pointer handle() {
        return handle;
    }

    /** Passes on the error it holds, if any. */
    public NativeResult check() throws EngineException {
        EngineException error = error();
        if (error != null) {
            throw error;
        }
        return this;
    }

    /** The error it holds, or {@code null}. */
    public EngineException error() {
        if (handle == null) {
            return EngineErrors.parse("The engine gave no answer: its connection is closed.");
        }
        Pointer text = Chdb.chdb_result_error(handle);
        return text == null ? null : EngineErrors.parse(text.getString(0, StandardCharsets.UTF_8.name()));
    }

    public long length() {
        return Chdb.chdb_result_length(handle);
    }

    public long resultRows() {
        return Chdb.chdb_result_rows_read(handle);
    }

    public long resultBytes() {
        return Chdb.chdb_result_bytes_read(handle);
    }

    public long readRows() {
        return Chdb.chdb_result_storage_rows_read(handle);
    }

    public long readBytes() {
        return Chdb.chdb_result_storage_bytes_read(handle);
    }

    public long writtenRows() {
        return Chdb.chdb_result_rows_written(handle);
    }

    public long writtenBytes() {
        return Chdb.chdb_result_bytes_written(handle);
    }

    /** Small answers only. */
    public String text() {
        long length = length();
        return length == 0
                ? ""
                : new String(
                        Chdb.chdb_result_buffer(handle).getByteArray(0, Math.toIntExact(length)),
                        StandardCharsets.UTF_8);
    }

    public void writeTo(OutputStream out) throws IOException {
        long length = length();
        if (length == 0) {
            return;
        }
        Pointer buffer = Chdb.chdb_result_buffer(handle);
        byte[] chunk = new byte[(int) Math.min(CHUNK, length)];
        for (long at = 0; at < length; at += chunk.length) {
            int n = (int) Math.min(chunk.length, length - at);
            buffer.read(at, chunk, 0, n);
            out.write(chunk, 0, n);
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
