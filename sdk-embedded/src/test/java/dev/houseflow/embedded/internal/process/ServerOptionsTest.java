package dev.houseflow.embedded.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.houseflow.embedded.internal.OutsideAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
                Map.of("max_threads", "1", "custom.one", "x=y"),
                new OutsideAccess(true, false),
                List.of("db.test", "[::2]"),
                List.of("http://app.test:3000", "*"),
                true);
        Path file = folder.resolve("options");
        options.write(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(options, ServerOptions.readAndDelete(file));
        assertFalse(Files.exists(file));
    }

    @Test
    void nothingNeedsToBeOwned(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("options");
        options(folder, Map.of("default", "")).write(file);
        assertNull(ServerOptions.readAndDelete(file).owned());
    }

    @Test
    void doNotPrintPasswords() {
        ServerOptions options = options(Path.of("a"), Map.of("ana", "s3cret"));
        assertFalse(options.toString().contains("s3cret"), options.toString());
    }

    private static ServerOptions options(Path folder, Map<String, String> users) {
        return new ServerOptions(
                0, folder, folder, null, users, Map.of(), OutsideAccess.NONE, List.of(), List.of(), false);
    }
}
