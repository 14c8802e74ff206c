package dev.houseflow.embedded.internal.process;

import dev.houseflow.embedded.internal.FileTrees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The temporary folder of one server. Its name says which process owns it, so that a later start
 * can remove what a killed owner left behind:
 * {@code houseflow-embedded-PID-START-NAMESPACE-RANDOM}. A process id alone is not enough: it is
 * given out again (hence the start time in clock ticks since boot, which no change of the clock
 * moves) and means another process in another container (hence the namespace).
 */
public final class RunFolder {
    private static final String PREFIX = "houseflow-embedded-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-(\\d+)-(\\d+)-.*");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one below {@code java.io.tmpdir}, readable by its owner only, and removes those whose
     * owner is dead.
     */
    public static RunFolder create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        removeLeftOvers(parent);
        long pid = ProcessHandle.current().pid();
        String name = PREFIX + pid + "-" + startTicks(pid) + "-" + namespace() + "-";
        return new RunFolder(Files.createTempDirectory(parent, name));
    }

    public Path path() {
        return path;
    }

    /** Deletes the folder; while a dying process still writes into it, tries again for a moment. */
    public void delete() throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                FileTrees.delete(path);
                return;
            } catch (IOException e) {
                last = e;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw last;
    }

    static void removeLeftOvers(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isLeftOver(folder.getFileName().toString())) tryDelete(folder);
            }
        } catch (IOException e) {
            // Tidying up after others is a courtesy: a start does not fail for it.
        }
    }

    static boolean isLeftOver(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || !parts.group(3).equals(namespace())) return false;
        long pid = Long.parseLong(parts.group(1));
        boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        return !alive || !parts.group(2).equals(startTicks(pid));
    }

    private static void tryDelete(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            // Another user's, or one that is being deleted at this moment.
        }
    }

    /**
     * Field 22 of {@code /proc/PID/stat}; field 2, the name in parentheses, may hold anything, so
     * the fields are counted after its end.
     */
    private static String startTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        } catch (IOException | IndexOutOfBoundsException e) {
            return startMillis(pid);
        }
    }

    /**
     * For systems without {@code /proc}: macOS keeps the time of a start, and does not count it
     * anew when the clock is changed.
     */
    static String startMillis(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(instant -> Long.toString(instant.toEpochMilli()))
                .orElse("0");
    }

    private static String namespace() {
        try {
            Matcher digits = DIGITS.matcher(
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
            return digits.find() ? digits.group() : "0";
        } catch (IOException e) {
            return "0";
        }
    }
}
