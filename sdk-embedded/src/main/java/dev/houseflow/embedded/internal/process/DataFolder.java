package dev.houseflow.embedded.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** The folder of the engine's data, which its owner alone may enter. */
public final class DataFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private DataFolder() {}

    /**
     * Makes the folder if it is missing, and closes it to other users.
     *
     * @param log gets a line when it belongs to another user and stays as open as it is
     */
    public static Path prepare(Path folder, Consumer<String> log) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, permissions());
        }
        if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
            close(folder, log);
        }
        return folder;
    }

    private static FileAttribute<?> permissions() {
        // Created with its rights, not given them later: there is no moment at which others can
        // enter.
        return PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    }

    private static void close(Path folder, Consumer<String> log) {
        try {
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        } catch (IOException e) {
            log.accept("The data folder " + folder + " stays open to other users: its permissions cannot be changed ("
                    + e + "). Use a folder of your own.");
        }
    }
}
