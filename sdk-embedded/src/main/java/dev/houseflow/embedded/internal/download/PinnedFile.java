package dev.houseflow.embedded.internal.download;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of which every byte is known.
 *
 * @param source where npm puts it, below {@code node_modules}
 * @param name what it is called in the cache
 * @param size its length in bytes
 * @param sha256 its checksum, in lower-case hex
 */
record PinnedFile(String source, String name, long size, String sha256) implements PackageFile {
    @Override
    public boolean isComplete(Path kept) {
        try {
            return Files.size(kept) == size;
        } catch (IOException missing) {
            return false;
        }
    }

    @Override
    public void check(Path fetched, PrintStream progress) throws IOException {
        String sum = Checksums.sha256(fetched);
        if (!sum.equals(sha256)) {
            throw new DownloadException(source + " has the SHA-256 " + sum + " instead of " + sha256);
        }
    }
}
