package dev.houseflow.embedded.internal.chdb;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/**
 * The C functions of {@code libchdb.so} that the engine is driven by (chdb.h of version 26.7),
 * bound directly.
 *
 * <p>Every call parses and plans on the thread that makes it, so only threads of
 * {@link EngineThreads} may call in here: on a small stack a deeply nested query kills the process.
 * {@code size_t} is {@code long}: the library exists for 64-bit platforms only.
 */
public final class Chdb {
    static final int SUCCESS = 0;

    private static Path loaded;

    private Chdb() {}

    /** Loads the library, once in the life of the process, and leaves the signals to the JVM. */
    public static synchronized void load(Path library) {
        Path wanted = library.toAbsolutePath().normalize();
        if (loaded == null) {
            Native.register(Chdb.class, NativeLibrary.getInstance(wanted.toString()));
            chdb_set_signal_handlers_enabled(0);
            loaded = wanted;
        } else if (!loaded.equals(wanted)) {
            throw new IllegalStateException("This process already runs the engine of " + loaded
                    + "; it cannot load a second one from " + wanted + ". Start another process for that.");
        }
    }

    /**
     * 0 before the first connect leaves every signal to the JVM, which cannot live without its own
     * handlers.
     */
    static native void chdb_set_signal_handlers_enabled(int enabled);

    /**
     * Gives a pointer to the connection handle, or null; the reason is then on the native standard
     * error only.
     */
    static native Pointer chdb_connect(int argc, Pointer argv);

    static native void chdb_close_conn(Pointer handle);

    static native Pointer chdb_query_n(
            Pointer connection, byte[] query, long queryLength, byte[] format, long formatLength);

    static native Pointer chdb_query_with_params_n(
            Pointer connection,
            byte[] query,
            long queryLength,
            byte[] format,
            long formatLength,
            Pointer names,
            Pointer nameLengths,
            Pointer values,
            Pointer valueLengths,
            long count);

    static native Pointer chdb_stream_query_n(
            Pointer connection, byte[] query, long queryLength, byte[] format, long formatLength);

    static native Pointer chdb_stream_query_with_params_n(
            Pointer connection,
            byte[] query,
            long queryLength,
            byte[] format,
            long formatLength,
            Pointer names,
            Pointer nameLengths,
            Pointer values,
            Pointer valueLengths,
            long count);

    static native Pointer chdb_stream_fetch_result(Pointer connection, Pointer stream);

    static native void chdb_stream_cancel_query(Pointer connection, Pointer stream);

    static native Pointer chdb_stream_insert_n(
            Pointer connection, byte[] query, long queryLength, byte[] format, long formatLength);

    static native Pointer chdb_stream_insert_with_params_n(
            Pointer connection,
            byte[] query,
            long queryLength,
            byte[] format,
            long formatLength,
            Pointer names,
            Pointer nameLengths,
            Pointer values,
            Pointer valueLengths,
            long count);

    static native int chdb_stream_append(Pointer insert, Pointer data, long length);

    static native Pointer chdb_stream_done(Pointer insert);

    static native void chdb_stream_cancel_insert(Pointer insert);

    static native Pointer chdb_stream_insert_error(Pointer insert);

    static native void chdb_destroy_insert_stream(Pointer insert);

    static native void chdb_destroy_query_result(Pointer result);

    static native Pointer chdb_result_buffer(Pointer result);

    static native long chdb_result_length(Pointer result);

    static native long chdb_result_rows_read(Pointer result);

    static native long chdb_result_bytes_read(Pointer result);

    static native long chdb_result_storage_rows_read(Pointer result);

    static native long chdb_result_storage_bytes_read(Pointer result);

    static native long chdb_result_rows_written(Pointer result);

    static native long chdb_result_bytes_written(Pointer result);

    static native Pointer chdb_result_error(Pointer result);
}
