package dev.houseflow.embedded.internal.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The engine's library out of a package that is known by name and version alone. npm holds the
 * package against the registry's own checksum; here it is looked at whether the file is a library
 * for this machine.
 *
 * @param source where npm puts it, below {@code node_modules}
 * @param name what it is called in the cache
 * @param target what it has to be built for
 */
record LibraryFile(String source, String name, EngineTarget target) implements PackageFile {
    private static final int HEAD = 4096;
    private static final int ELF = 0x7f454c46;
    private static final int ELF_64_LITTLE_ENDIAN = 0x0201;
    private static final int ELF_X64 = 62;
    private static final int ELF_ARM64 = 183;
    private static final int MACH_O_64 = 0xcffaedfe;
    private static final int MACH_O_OF_SEVERAL = 0xcafebabe;
    private static final int MACH_O_X64 = 0x01000007;
    private static final int MACH_O_ARM64 = 0x0100000c;
    private static final int MACH_O_ENTRY = 20;

    @Override
    public long size() {
        return 500_000_000L;
    }

    @Override
    public boolean isComplete(Path kept) {
        // It is moved there in one step, after the check.
        return Files.isRegularFile(kept);
    }

    @Override
    public void check(Path fetched, PrintStream progress) throws IOException {
        if (!isForTarget(head(fetched))) {
            throw new DownloadException(source + " is not a library for " + target.id());
        }
        progress.println("  " + source + " is pinned by its version alone, and checked by npm; its SHA-256 is "
                + Checksums.sha256(fetched));
    }

    private static ByteBuffer head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ByteBuffer.wrap(in.readNBytes(HEAD));
        }
    }

    private boolean isForTarget(ByteBuffer head) {
        if (head.limit() < 32) return false;
        return switch (target) {
            case LINUX_X64 -> isElf(head, ELF_X64);
            case LINUX_ARM64 -> isElf(head, ELF_ARM64);
            case DARWIN_X64 -> isMachO(head, MACH_O_X64);
            case DARWIN_ARM64 -> isMachO(head, MACH_O_ARM64);
        };
    }

    private static boolean isElf(ByteBuffer head, int machine) {
        return head.getInt(0) == ELF
                && head.getShort(4) == ELF_64_LITTLE_ENDIAN
                && littleEndian(head).getShort(18) == machine;
    }

    private static boolean isMachO(ByteBuffer head, int cpu) {
        if (head.getInt(0) == MACH_O_64) return littleEndian(head).getInt(4) == cpu;
        if (head.getInt(0) != MACH_O_OF_SEVERAL) return false;
        // Several libraries in one file, each for a CPU.
        int count = Math.min(head.getInt(4), (head.limit() - 8) / MACH_O_ENTRY);
        for (int i = 0; i < count; i++) {
            if (head.getInt(8 + i * MACH_O_ENTRY) == cpu) return true;
        }
        return false;
    }

    private static ByteBuffer littleEndian(ByteBuffer head) {
        return head.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
