package dev.houseflow.jdbc.internal.values;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes in memory. */
public final class BlobValue implements Blob {
    private byte[] bytes;

    /** With {@code bytes}, which are not copied. */
    public BlobValue(byte[] bytes) {
        this.bytes = bytes;
    }

    private byte[] all() throws SQLException {
        if (bytes == null) throw SqlErrors.state("HY010", "This Blob was freed; read it before free()");
        return bytes;
    }

    @Override
    public long length() throws SQLException {
        return all().length;
    }

    @Override
    public byte[] getBytes(long pos, int length) throws SQLException {
        int start = start(pos, length, all().length);
        return Arrays.copyOfRange(all(), start, (int) Math.min(all().length, start + (long) length));
    }

    static int start(long pos, long length, int size) throws SQLException {
        if (pos < 1 || pos > size + 1L || length < 0) {
            throw SqlErrors.argument("There is no position " + pos + " with length " + length + ": the value has "
                    + size + ", counted from 1");
        }
        return (int) (pos - 1);
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(all());
    }

    @Override
    public InputStream getBinaryStream(long pos, long length) throws SQLException {
        int start = start(pos, length, all().length);
        return new ByteArrayInputStream(all(), start, (int) Math.min(length, all().length - start));
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        for (int at = start(start, 0, all().length); at + pattern.length <= all().length; at++) {
            int i = 0;
            while (i < pattern.length && all()[at + i] == pattern[i]) i++;
            if (i == pattern.length) return at + 1L;
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(pattern.getBytes(1, (int) pattern.length()), start);
    }

    @Override
    public int setBytes(long pos, byte[] from) throws SQLException {
        return setBytes(pos, from, 0, from.length);
    }

    @Override
    public int setBytes(long pos, byte[] from, int offset, int length) throws SQLException {
        int start = start(pos, length, all().length);
        if (start + length > all().length) bytes = Arrays.copyOf(all(), start + length);
        System.arraycopy(from, offset, all(), start, length);
        return length;
    }

    @Override
    public OutputStream setBinaryStream(long pos) throws SQLException {
        int start = start(pos, 0, all().length);
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                byte[] written = toByteArray();
                if (bytes.length < start + written.length) bytes = Arrays.copyOf(bytes, start + written.length);
                System.arraycopy(written, 0, bytes, start, written.length);
            }
        };
    }

    @Override
    public void truncate(long length) throws SQLException {
        start(length + 1, 0, all().length);
        bytes = Arrays.copyOf(all(), (int) length);
    }

    @Override
    public void free() {
        bytes = null;
    }
}
