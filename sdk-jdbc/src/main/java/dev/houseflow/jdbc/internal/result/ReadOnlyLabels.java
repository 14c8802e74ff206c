package dev.houseflow.jdbc.internal.result;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** The same by label. */
abstract class ReadOnlyLabels extends ReadOnlyRows {
    @Override
    public final void updateNull(String p1) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBoolean(String p1, boolean p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateByte(String p1, byte p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateShort(String p1, short p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateInt(String p1, int p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateLong(String p1, long p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateFloat(String p1, float p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateDouble(String p1, double p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBigDecimal(String p1, BigDecimal p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateString(String p1, String p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBytes(String p1, byte[] p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateDate(String p1, Date p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateTime(String p1, Time p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateTimestamp(String p1, Timestamp p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateAsciiStream(String p1, InputStream p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBinaryStream(String p1, InputStream p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateCharacterStream(String p1, Reader p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(String p1, Object p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(String p1, Object p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateRef(String p1, Ref p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBlob(String p1, Blob p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateClob(String p1, Clob p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateArray(String p1, Array p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateRowId(String p1, RowId p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNString(String p1, String p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNClob(String p1, NClob p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateSQLXML(String p1, SQLXML p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNCharacterStream(String p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateAsciiStream(String p1, InputStream p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBinaryStream(String p1, InputStream p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateCharacterStream(String p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBlob(String p1, InputStream p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateClob(String p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNClob(String p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNCharacterStream(String p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateAsciiStream(String p1, InputStream p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBinaryStream(String p1, InputStream p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateCharacterStream(String p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBlob(String p1, InputStream p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateClob(String p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNClob(String p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(String p1, Object p2, SQLType p3, int p4) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(String p1, Object p2, SQLType p3) throws SQLException {
        throw readOnly();
    }
}
