package dev.houseflow.embedded.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose folders may be removed. */
class RunFolderTest {
    @Test
    void theFolderOfThisProcessIsNoLeftOver() throws IOException {
        RunFolder folder = RunFolder.create();
        String name = folder.path().getFileName().toString();
        assertFalse(RunFolder.isLeftOver(name));
        folder.delete();
        folder.delete();
        assertFalse(Files.exists(folder.path()));
    }

    @Test
    void theFolderOfAnEarlierProcessOfTheSameIdIsOne() throws IOException {
        String[] parts = ownName();
        parts[3] = "1";
        assertTrue(RunFolder.isLeftOver(String.join("-", parts)));
    }

    @Test
    void theFolderOfADeadProcessIsOne() throws IOException {
        String[] parts = ownName();
        parts[2] = Long.toString(Integer.MAX_VALUE);
        assertTrue(RunFolder.isLeftOver(String.join("-", parts)));
    }

    @Test
    void theFolderOfAnotherContainerIsNot() throws IOException {
        String[] parts = ownName();
        parts[2] = Long.toString(Integer.MAX_VALUE);
        parts[4] = "1";
        assertFalse(RunFolder.isLeftOver(String.join("-", parts)));
    }

    @Test
    void withoutProcTheStartIsTheOneThatTheJvmKnows() {
        String start = RunFolder.startMillis(ProcessHandle.current().pid());
        assertTrue(Long.parseLong(start) > 1_500_000_000_000L, start);
        assertEquals(start, RunFolder.startMillis(ProcessHandle.current().pid()));
        assertEquals("0", RunFolder.startMillis(Integer.MAX_VALUE));
    }

    @Test
    void anotherNameIsNot(@TempDir Path parent) throws IOException {
        Path other = Files.createDirectory(parent.resolve("houseflow-embedded-notes"));
        String[] parts = ownName();
        parts[2] = Long.toString(Integer.MAX_VALUE);
        Path dead = Files.createDirectory(parent.resolve(String.join("-", parts)));
        Files.writeString(dead.resolve("file"), "x");
        RunFolder.removeLeftOvers(parent);
        assertTrue(Files.exists(other));
        assertFalse(Files.exists(dead));
    }

    /** houseflow, embedded, process id, start, namespace, random. */
    private static String[] ownName() throws IOException {
        RunFolder folder = RunFolder.create();
        folder.delete();
        return folder.path().getFileName().toString().split("-");
    }
}
