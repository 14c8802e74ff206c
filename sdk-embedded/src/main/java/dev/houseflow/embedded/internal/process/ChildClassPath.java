package dev.houseflow.embedded.internal.process;

import dev.houseflow.embedded.internal.StartException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The class path of the child JVM: this module and what it needs, not all that the calling program
 * has.
 */
final class ChildClassPath {
    /** One class of each jar; a class that is not there leaves its jar out. */
    private static final List<String> CLASS_OF_EACH_JAR = List.of(
            "dev.houseflow.Block",
            "kotlin.Unit",
            "com.sun.jna.Native",
            "net.jpountz.lz4.LZ4Factory",
            "com.github.luben.zstd.Zstd");

    private ChildClassPath() {}

    static String find() throws StartException {
        Set<String> entries = new LinkedHashSet<>();
        entries.add(locationOf(ChildClassPath.class));
        for (String name : CLASS_OF_EACH_JAR) {
            try {
                entries.add(locationOf(Class.forName(name, false, ChildClassPath.class.getClassLoader())));
            } catch (ClassNotFoundException absent) {
                // Optional, or needed only for what the caller does not use; the child says so if
                // it misses it.
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String locationOf(Class<?> type) throws StartException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || !"file".equals(source.getLocation().getProtocol())) {
            throw new StartException(
                    "The class " + type.getName() + " was not loaded from a jar or a folder of its own ("
                            + (source == null ? "unknown place" : source.getLocation())
                            + "), so no child JVM can be given it. Run from plain jars, not from one that holds jars.");
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new StartException("Cannot read the location of " + type.getName() + ": " + source.getLocation(), e);
        }
    }
}
