package dev.houseflow.embedded.internal.chdb;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.houseflow.embedded.internal.EngineException;
import java.nio.charset.StandardCharsets;

/**
 * An INSERT whose data is handed over piece by piece. Unless {@link #done()} was reached, closing
 * cancels it.
 */
public final class InsertStream implements AutoCloseable {
    private final Pointer handle;
    private final Memory buffer = new Memory(BUFFER);
    public static final int BUFFER = 256 * 1024;

    public InsertStream(Pointer handle) {
        this.handle = handle;
    }

    public void check() throws EngineException {
        Pointer text = Chdb.chdb_stream_insert_error(handle);
        if (text != null) {
            throw EngineErrors.parse(text.getString(0, StandardCharsets.UTF_8.name()));
        }
    }

    /**
     * Blocks while the engine is behind; false when it has failed, {@link #done()} then says why.
     */
    public boolean append(byte[] bytes, int offset, int length) {
        for (int at = 0; at < length; at += BUFFER) {
            int n = Math.min(BUFFER, length - at);
            buffer.write(0, bytes, offset + at, n);
            if (Chdb.chdb_stream_append(handle, buffer, n) != Chdb.SUCCESS) {
                return false;
            }
        }
        return true;
    }

    public NativeResult done() {
        return new NativeResult(Chdb.chdb_stream_done(handle));
    }

    public void cancel() {
        Chdb.chdb_stream_cancel_insert(handle);
    }

    @Override
    public void close() {
        Chdb.chdb_destroy_insert_stream(handle);
        buffer.close();
    }
}
