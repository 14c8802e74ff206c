package dev.houseflow.jdbc.internal.result;

import dev.houseflow.jdbc.HouseflowResultSet;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
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

/** What a result that is read forwards, once, cannot do. */
abstract class ReadOnlyRows implements HouseflowResultSet {
    static SQLException readOnly() {
        return SqlErrors.unsupported(
                "Results are read, not changed: write an INSERT, an ALTER TABLE ... UPDATE or a DELETE");
    }

    private static SQLException noScroll() {
        return SqlErrors.unsupported(
                "Results are streams, which are read forwards once: read rows with next(), and keep those that you need again");
    }

    @Override
    public final void updateNull(int p1) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBoolean(int p1, boolean p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateByte(int p1, byte p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateShort(int p1, short p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateInt(int p1, int p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateLong(int p1, long p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateFloat(int p1, float p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateDouble(int p1, double p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBigDecimal(int p1, BigDecimal p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateString(int p1, String p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBytes(int p1, byte[] p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateDate(int p1, Date p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateTime(int p1, Time p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateTimestamp(int p1, Timestamp p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateAsciiStream(int p1, InputStream p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBinaryStream(int p1, InputStream p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateCharacterStream(int p1, Reader p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(int p1, Object p2, int p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(int p1, Object p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void insertRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public final void deleteRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public final void refreshRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public final void cancelRowUpdates() throws SQLException {
        throw readOnly();
    }

    @Override
    public final void moveToInsertRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public final void moveToCurrentRow() throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateRef(int p1, Ref p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBlob(int p1, Blob p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateClob(int p1, Clob p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateArray(int p1, Array p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateRowId(int p1, RowId p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNString(int p1, String p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNClob(int p1, NClob p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateSQLXML(int p1, SQLXML p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNCharacterStream(int p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateAsciiStream(int p1, InputStream p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBinaryStream(int p1, InputStream p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateCharacterStream(int p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBlob(int p1, InputStream p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateClob(int p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNClob(int p1, Reader p2, long p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNCharacterStream(int p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateAsciiStream(int p1, InputStream p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBinaryStream(int p1, InputStream p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateCharacterStream(int p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateBlob(int p1, InputStream p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateClob(int p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateNClob(int p1, Reader p2) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(int p1, Object p2, SQLType p3, int p4) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void updateObject(int p1, Object p2, SQLType p3) throws SQLException {
        throw readOnly();
    }

    @Override
    public final void beforeFirst() throws SQLException {
        throw noScroll();
    }

    @Override
    public final void afterLast() throws SQLException {
        throw noScroll();
    }

    @Override
    public final boolean first() throws SQLException {
        throw noScroll();
    }

    @Override
    public final boolean last() throws SQLException {
        throw noScroll();
    }

    @Override
    public final boolean absolute(int p1) throws SQLException {
        throw noScroll();
    }

    @Override
    public final boolean relative(int p1) throws SQLException {
        throw noScroll();
    }

    @Override
    public final boolean previous() throws SQLException {
        throw noScroll();
    }
}
