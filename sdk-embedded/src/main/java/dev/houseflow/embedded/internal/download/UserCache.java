package dev.houseflow.embedded.internal.download;

import java.nio.file.Path;

/** The folder below the user's cache where fetched files are kept from one build to the next. */
public final class UserCache {
    private UserCache() {}

    /**
     * {@code $XDG_CACHE_HOME/houseflow}, or {@code ~/.cache/houseflow} where that variable is not
     * set.
     */
    public static Path directory() {
        String configured = System.getenv("XDG_CACHE_HOME");
        // The XDG rules say to ignore a relative path.
        Path base = configured != null && Path.of(configured).isAbsolute()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("houseflow");
    }
}
