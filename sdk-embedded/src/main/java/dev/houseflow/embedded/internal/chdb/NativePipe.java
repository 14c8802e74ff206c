package dev.houseflow.embedded.internal.chdb;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An anonymous pipe of the operating system. The engine writes a result to it as if it were a file:
 * the write end has a path. This side holds both ends open until it closes them, so that neither
 * side sees an end of file too early.
 */
public final class NativePipe implements AutoCloseable {
    private static final String FOLDER = Platform.isLinux() ? "/proc/self/fd/" : "/dev/fd/";

    private int readEnd;
    private int writeEnd;

    static {
        Native.register(Libc.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    public NativePipe() throws IOException {
        try (Memory ends = new Memory(2L * Integer.BYTES)) {
            if (Libc.pipe(ends) != 0) {
                throw new IOException("No pipe could be made (errno " + Native.getLastError()
                        + "): this process may have too many open files.");
            }
            readEnd = ends.getInt(0);
            writeEnd = ends.getInt(Integer.BYTES);
        }
    }

    /** Where the engine finds the end that it writes to. */
    public synchronized String writePath() {
        return FOLDER + writeEnd;
    }

    /**
     * A stream of its own over the read end; it sees the end of file when every write end is
     * closed.
     */
    public InputStream openRead() throws IOException {
        return new FileInputStream(FOLDER + readEnd);
    }

    public synchronized void closeRead() {
        if (readEnd >= 0) {
            Libc.close(readEnd);
            readEnd = -1;
        }
    }

    public synchronized void closeWrite() {
        if (writeEnd >= 0) {
            Libc.close(writeEnd);
            writeEnd = -1;
        }
    }

    @Override
    public void close() {
        closeRead();
        closeWrite();
    }

    public static final class Libc {
        private Libc() {}

        static native int pipe(Pointer ends);

        static native int close(int descriptor);
    }
}
