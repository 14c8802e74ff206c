package dev.houseflow.jdbc.internal.values;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/** Text in memory. */
public final class ClobValue implements NClob {
    private String text;

    /** With {@code text}. */
    public ClobValue(String text) {
        this.text = text;
    }

    private String all() throws SQLException {
        if (text == null) throw SqlErrors.state("HY010", "This Clob was freed; read it before free()");
        return text;
    }

    @Override
    public long length() throws SQLException {
        return all().length();
    }

    @Override
    public String getSubString(long pos, int length) throws SQLException {
        int start = BlobValue.start(pos, length, all().length());
        return all().substring(start, (int) Math.min(all().length(), start + (long) length));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(all());
    }

    @Override
    public Reader getCharacterStream(long pos, long length) throws SQLException {
        return new StringReader(getSubString(pos, (int) Math.min(length, Integer.MAX_VALUE)));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(all().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        int found = all().indexOf(pattern, BlobValue.start(start, 0, all().length()));
        return found < 0 ? -1 : found + 1;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        return position(pattern.getSubString(1, (int) pattern.length()), start);
    }

    @Override
    public int setString(long pos, String from) throws SQLException {
        int start = BlobValue.start(pos, from.length(), all().length());
        int end = Math.min(all().length(), start + from.length());
        text = all().substring(0, start) + from + all().substring(end);
        return from.length();
    }

    @Override
    public int setString(long pos, String from, int offset, int length) throws SQLException {
        return setString(pos, from.substring(offset, offset + length));
    }

    @Override
    public OutputStream setAsciiStream(long pos) throws SQLException {
        BlobValue.start(pos, 0, all().length());
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                insert(pos, new String(toByteArray(), StandardCharsets.UTF_8));
            }
        };
    }

    @Override
    public Writer setCharacterStream(long pos) throws SQLException {
        BlobValue.start(pos, 0, all().length());
        return new StringWriter() {
            @Override
            public void close() {
                insert(pos, toString());
            }
        };
    }

    private void insert(long pos, String from) {
        int start = (int) pos - 1;
        int end = Math.min(text.length(), start + from.length());
        text = text.substring(0, start) + from + text.substring(end);
    }

    @Override
    public void truncate(long length) throws SQLException {
        BlobValue.start(length + 1, 0, all().length());
        text = all().substring(0, (int) length);
    }

    @Override
    public void free() {
        text = null;
    }

    @Override
    public String toString() {
        return String.valueOf(text);
    }
}
