package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import dev.houseflow.jdbc.internal.values.Plain;
import java.io.InputStream;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;

/** The setters of streams and of large objects, and those that ClickHouse has no type for. */
abstract class ParameterSetters extends ValueSetters {
    ParameterSetters(ConnectionImpl connection, ParsedSql parsed) {
        super(connection, parsed);
    }

    @Override
    public void setBlob(int index, Blob value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setBlob(int index, InputStream value) throws SQLException {
        bind(index, Plain.bytes(value, -1));
    }

    @Override
    public void setBlob(int index, InputStream value, long length) throws SQLException {
        bind(index, Plain.bytes(value, length));
    }

    @Override
    public void setClob(int index, Clob value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setClob(int index, Reader value) throws SQLException {
        bind(index, Plain.text(value, -1));
    }

    @Override
    public void setClob(int index, Reader value, long length) throws SQLException {
        bind(index, Plain.text(value, length));
    }

    @Override
    public void setNClob(int index, NClob value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setNClob(int index, Reader value) throws SQLException {
        setClob(index, value);
    }

    @Override
    public void setNClob(int index, Reader value, long length) throws SQLException {
        setClob(index, value, length);
    }

    @Override
    public void setAsciiStream(int index, InputStream value) throws SQLException {
        setAsciiStream(index, value, -1L);
    }

    @Override
    public void setAsciiStream(int index, InputStream value, int length) throws SQLException {
        setAsciiStream(index, value, (long) length);
    }

    @Override
    public void setAsciiStream(int index, InputStream value, long length) throws SQLException {
        bind(index, Plain.decoded(Plain.bytes(value, length), StandardCharsets.US_ASCII));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, InputStream value, int length) throws SQLException {
        bind(index, Plain.decoded(Plain.bytes(value, length), StandardCharsets.UTF_8));
    }

    @Override
    public void setBinaryStream(int index, InputStream value) throws SQLException {
        setBlob(index, value);
    }

    @Override
    public void setBinaryStream(int index, InputStream value, int length) throws SQLException {
        setBlob(index, value, length);
    }

    @Override
    public void setBinaryStream(int index, InputStream value, long length) throws SQLException {
        setBlob(index, value, length);
    }

    @Override
    public void setCharacterStream(int index, Reader value) throws SQLException {
        setClob(index, value);
    }

    @Override
    public void setCharacterStream(int index, Reader value, int length) throws SQLException {
        setClob(index, value, length);
    }

    @Override
    public void setCharacterStream(int index, Reader value, long length) throws SQLException {
        setClob(index, value, length);
    }

    @Override
    public void setNCharacterStream(int index, Reader value) throws SQLException {
        setClob(index, value);
    }

    @Override
    public void setNCharacterStream(int index, Reader value, long length) throws SQLException {
        setClob(index, value, length);
    }

    @Override
    public void setURL(int index, URL value) throws SQLException {
        bind(index, value == null ? null : value.toString());
    }

    @Override
    public void setRef(int index, Ref value) throws SQLException {
        check(index);
        throw SqlErrors.unsupported("ClickHouse has no type REF; give the value itself");
    }

    @Override
    public void setRowId(int index, RowId value) throws SQLException {
        check(index);
        throw SqlErrors.unsupported("ClickHouse's rows have no ids; use a key of the table");
    }

    @Override
    public void setSQLXML(int index, SQLXML value) throws SQLException {
        check(index);
        throw SqlErrors.unsupported("ClickHouse has no type XML; give its text with setString");
    }
}
