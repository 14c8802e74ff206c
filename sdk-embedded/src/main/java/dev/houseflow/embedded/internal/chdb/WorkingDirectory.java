package dev.houseflow.embedded.internal.chdb;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The current folder of this process, as the C library knows it. */
public final class WorkingDirectory {
    private WorkingDirectory() {}

    /**
     * Goes into a folder that is gone. What asks for the current folder fails from then on, and the
     * engine's function {@code file(path)}, which checks no right, asks for it before it opens a
     * file. The JVM itself keeps the path that it began in.
     *
     * @throws IOException when that is not possible
     */
    public static void leave() throws IOException {
        Path folder = Files.createTempDirectory("houseflow-nowhere");
        try {
            if (Libc.chdir(folder.toString()) != 0) {
                throw new IOException("The current folder could not be left (errno " + Native.getLastError() + ").");
            }
        } finally {
            Files.delete(folder);
        }
    }

    private static final class Libc {
        static {
            Native.register(Libc.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
        }

        private Libc() {}

        static native int chdir(String path);
    }
}
