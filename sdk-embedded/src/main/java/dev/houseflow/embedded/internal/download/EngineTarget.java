package dev.houseflow.embedded.internal.download;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of machines that the engine is built for, and its npm package for each. */
enum EngineTarget {
    LINUX_X64("linux-x64", "linux-x64-gnu") {
        @Override
        PackageFile library() {
            return new PinnedFile(
                    source(),
                    "libchdb.so",
                    566_330_096L,
                    "36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5");
        }
    },
    LINUX_ARM64("linux-arm64", "linux-arm64-gnu"),
    DARWIN_X64("darwin-x64", "darwin-x64"),
    DARWIN_ARM64("darwin-arm64", "darwin-arm64");

    private static final List<String> X64 = List.of("amd64", "x86_64");
    private static final List<String> ARM64 = List.of("aarch64", "arm64");

    private final String id;
    private final String packageSuffix;

    EngineTarget(String id, String packageSuffix) {
        this.id = id;
        this.packageSuffix = packageSuffix;
    }

    /** The one that {@code machine} needs; empty when the engine is not built for it. */
    static Optional<EngineTarget> of(Machine machine) {
        String system = machine.system().toLowerCase(Locale.ROOT);
        String cpu = X64.contains(machine.architecture())
                ? "x64"
                : ARM64.contains(machine.architecture()) ? "arm64" : "another";
        String wanted = system.equals("linux") && !machine.musl()
                ? "linux-" + cpu
                : system.startsWith("mac") ? "darwin-" + cpu : "none";
        return Arrays.stream(values())
                .filter(target -> target.id.equals(wanted))
                .findFirst();
    }

    /** Operating system and CPU as npm writes them; also the folder of the lock file. */
    String id() {
        return id;
    }

    String packageName() {
        return "@chdb/lib-" + packageSuffix;
    }

    /**
     * Where the library is below {@code node_modules}: it has this name in the packages for macOS
     * as well.
     */
    final String source() {
        return packageName() + "/libchdb.so";
    }

    /**
     * What to keep of the package. Its name says for which machine it is: machines may share a
     * cache.
     */
    PackageFile library() {
        return new LibraryFile(source(), "libchdb-" + id + ".so", this);
    }
}
