package dev.houseflow.embedded.internal.download;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Asks for a file of an invented package, from whatever is called npm in the environment it runs in. */
public final class DownloadAnything {
    /** The SHA-256 of "hello". */
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private DownloadAnything() {}

    /** @param arguments the cache folder */
    public static void main(String[] arguments) throws InterruptedException {
        PinnedFile file = new PinnedFile("anything/hello.txt", "hello.txt", 5, HELLO);
        NpmDownload supply = new NpmDownload("anything", "5 bytes", DownloadAnything.class, "anything", List.of(file));
        try {
            supply.ensureIn(Path.of(arguments[0]), System.err);
            System.out.println("supplied");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
