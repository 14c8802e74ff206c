package dev.houseflow.embedded.internal.download;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** One file that is kept of an npm package. */
interface PackageFile {
    /** Where npm puts it, below {@code node_modules}. */
    String source();

    /** What it is called in the cache. */
    String name();

    /** Its length in bytes, or about that: for telling how far a fetch has come. */
    long size();

    /** Whether it stands in the cache; everything that can be said at no cost. */
    boolean isComplete(Path kept);

    /**
     * Looks at what npm has put there.
     *
     * @param progress where to tell what cannot be checked
     * @throws DownloadException when it is not what was asked for
     */
    void check(Path fetched, PrintStream progress) throws IOException;
}
