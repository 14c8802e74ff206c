package dev.houseflow.embedded.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerOptionsTest {
    @Test
    void arriveAsTheyWereSent(@TempDir Path folder) throws IOException {
        ServerOptions options = new ServerOptions(
                1234,
                Path.of("/data folder"),
                Path.of("/lib/ä=b\\c"),
                folder,
                Map.of("ana: b=c", "p w\\\n#ä", "ben", ""),
                Map.of("max_threads", "1", "custom.one", "x=y"));
        Path file = folder.resolve("options");
        options.write(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(options, ServerOptions.readAndDelete(file));
        assertFalse(Files.exists(file));
    }

    @Test
    void nothingNeedsToBeOwned(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("options");
        new ServerOptions(0, folder, folder, null, Map.of("default", ""), Map.of()).write(file);
        assertNull(ServerOptions.readAndDelete(file).owned());
    }

    @Test
    void doNotPrintPasswords() {
        ServerOptions options =
                new ServerOptions(0, Path.of("a"), Path.of("b"), null, Map.of("ana", "s3cret"), Map.of());
        assertFalse(options.toString().contains("s3cret"), options.toString());
    }
}
