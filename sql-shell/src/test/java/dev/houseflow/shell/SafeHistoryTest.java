package dev.houseflow.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeHistoryTest {
    @TempDir
    private Path folder;

    @Test
    void leavesOutWhatMayHoldASecret() {
        SafeHistory history = new SafeHistory();
        history.add(Instant.now(), "SELECT 1;");
        history.add(Instant.now(), " SELECT 2;");
        for (String secret : new String[] {
            "CREATE USER u IDENTIFIED BY 'hush';",
            "create user u identified\nwith sha256_password by 'hush'",
            "SELECT * FROM s3('https://b/x.csv', 'key', 'hush')",
            "SELECT * FROM mysql('h:3306', 'd', 't', 'u', 'hush')",
            "CREATE TABLE t (a Int8) ENGINE = PostgreSQL('h', 'd', 't', 'u', 'hush')",
            "CREATE NAMED COLLECTION c AS aws_secret_access_key = 'hush', access_key_id = 'k'",
            "SELECT * FROM file('http://u:hush@host/')",
        }) {
            assertTrue(SafeHistory.mayHoldSecret(secret), secret);
            history.add(Instant.now(), secret);
        }
        assertEquals(1, history.size());
        assertEquals("SELECT 1;", history.get(0));
        assertFalse(SafeHistory.mayHoldSecret("SELECT url, domain FROM hits WHERE time > '10:20:30'"));
    }

    @Test
    void itsFileIsClosedToOthers() throws IOException {
        Path file = folder.resolve("history");
        assertTrue(SafeHistory.prepare(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(SafeHistory.prepare(file));
        assertFalse(SafeHistory.prepare(folder.resolve("missing/history")));
    }
}
