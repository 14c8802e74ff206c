package dev.houseflow.embedded.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A result that is held back: the start of it in memory, the rest in a file that has no name and
 * goes with the process at the latest.
 */
public final class SpillBuffer implements AutoCloseable {
    private final int memoryLimit;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(1024);
    private FileChannel file;
    private long size;

    public SpillBuffer(int memoryLimit) {
        this.memoryLimit = memoryLimit;
    }

    public long size() {
        return size;
    }

    public void write(byte[] bytes, int offset, int length) throws IOException {
        int kept = Math.min(length, memoryLimit - memory.size());
        if (file == null && kept > 0) {
            memory.write(bytes, offset, kept);
        } else {
            kept = 0;
        }
        if (kept < length) {
            if (file == null) {
                file = openNameless();
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset + kept, length - kept);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        }
        size += length;
    }

    /** Writes all of it to {@code target} and frees it. */
    public void moveTo(OutputStream target) throws IOException {
        memory.writeTo(target);
        if (file != null) {
            file.position(0);
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            while (file.read(buffer) >= 0) {
                target.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
        close();
    }

    @Override
    public void close() throws IOException {
        memory.reset();
        size = 0;
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private static FileChannel openNameless() throws IOException {
        Path path = Files.createTempFile("houseflow-result", ".tmp");
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(path);
        return opened;
    }
}
