package dev.houseflow.jdbc.internal.result;

import dev.houseflow.Block;
import dev.houseflow.ClickHouseException;
import dev.houseflow.internal.rows.FastColumnAccess;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.values.BlobValue;
import dev.houseflow.jdbc.internal.values.ClobValue;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import dev.houseflow.jdbc.internal.values.Conversions;
import dev.houseflow.jdbc.internal.values.Getters;
import dev.houseflow.jdbc.internal.values.Moments;
import dev.houseflow.jdbc.internal.values.Plain;
import dev.houseflow.jdbc.internal.values.Values;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.Map;

/** The getters of a result. Those of primitives make no objects. */
public final class StreamedRows extends Rows {
    /**
     * Over {@code source}.
     *
     * @param first its first block, if that has been taken; else null.
     * @param maxRows as many rows as there are to be; 0 for all.
     * @param onClose called once; may be null.
     */
    public StreamedRows(BlockSource source, Block first, Statement statement, long maxRows, Runnable onClose) {
        super(source, first, statement, maxRows, onClose);
    }

    /** The column at {@code index}, if its current value is not NULL; null when it is. */
    private Cell at(int index) throws SQLException {
        Cell[] now = cells;
        if (index < 1 || index > now.length) throw noColumn(index);
        Cell cell = now[index - 1];
        if (cell.isNull(row)) {
            wasNull = true;
            return null;
        }
        wasNull = false;
        return cell;
    }

    private ColumnInfo info(int index) {
        return cells[index - 1].info;
    }

    @Override
    public String getString(int index) throws SQLException {
        Cell cell = at(index);
        if (cell == null) return null;
        try {
            return FastColumnAccess.text(cell.values, row);
        } catch (ClickHouseException e) {
            if (!cell.isText) throw refused(e);
            throw SqlErrors.data("22021", e.getMessage() + "; read it with getBytes", e);
        }
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        Cell cell = at(index);
        return cell != null && Getters.bool(cell.column, row, cell.info);
    }

    @Override
    public byte getByte(int index) throws SQLException {
        Cell cell = at(index);
        return cell == null ? 0 : (byte) whole(cell, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    @Override
    public short getShort(int index) throws SQLException {
        Cell cell = at(index);
        return cell == null ? 0 : (short) whole(cell, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    @Override
    public int getInt(int index) throws SQLException {
        Cell cell = at(index);
        if (cell == null) return 0;
        if (cell.ints != null) {
            long value = cell.ofInts(row);
            if (value <= Integer.MAX_VALUE) return (int) value;
        }
        return (int) whole(cell, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    @Override
    public long getLong(int index) throws SQLException {
        Cell cell = at(index);
        if (cell == null) return 0;
        long[] longs = cell.longs;
        if (longs != null) {
            long value = longs[row];
            if (value >= 0 || !cell.isUnsigned) return value;
        } else if (cell.ints != null) {
            return cell.ofInts(row);
        }
        return whole(cell, Long.MIN_VALUE, Long.MAX_VALUE, "long");
    }

    private long whole(Cell cell, long least, long most, String target) throws SQLException {
        return Getters.whole(cell.column, row, cell.info, least, most, target);
    }

    @Override
    public float getFloat(int index) throws SQLException {
        Cell cell = at(index);
        if (cell == null) return 0;
        if (cell.floats != null) return cell.floats[row];
        return Getters.floating(cell.column, row, cell.info);
    }

    @Override
    public double getDouble(int index) throws SQLException {
        Cell cell = at(index);
        if (cell == null) return 0;
        if (cell.doubles != null) return cell.doubles[row];
        return Getters.doubling(cell.column, row, cell.info);
    }

    @Override
    public BigDecimal getBigDecimal(int index) throws SQLException {
        return getObject(index, BigDecimal.class);
    }

    @Override
    @Deprecated
    public BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(index);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public byte[] getBytes(int index) throws SQLException {
        return getObject(index, byte[].class);
    }

    @Override
    public Date getDate(int index) throws SQLException {
        return getObject(index, Date.class);
    }

    @Override
    public Date getDate(int index, Calendar calendar) throws SQLException {
        LocalDate date = getObject(index, LocalDate.class);
        return date == null
                ? null
                : new Date(date.atStartOfDay(Moments.zone(calendar)).toInstant().toEpochMilli());
    }

    @Override
    public Time getTime(int index) throws SQLException {
        return getObject(index, Time.class);
    }

    @Override
    public Time getTime(int index, Calendar calendar) throws SQLException {
        Time time = getTime(index);
        if (time == null || calendar == null) return time;
        return new Time(Plain.localTime(time)
                .atDate(LocalDate.ofEpochDay(0))
                .atZone(Moments.zone(calendar))
                .toInstant()
                .toEpochMilli());
    }

    @Override
    public Timestamp getTimestamp(int index) throws SQLException {
        return getTimestamp(index, null);
    }

    @Override
    public Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        Cell cell = at(index);
        if (cell == null) return null;
        Timestamp moment = cell.moment(row);
        if (moment != null) return moment;
        try {
            return Moments.timestamp(cell.column, row, cell.info, calendar);
        } catch (ClickHouseException e) {
            throw refused(e);
        }
    }

    @Override
    public Object getObject(int index) throws SQLException {
        Cell cell = at(index);
        if (cell == null) return null;
        try {
            return Values.object(cell.column, row, cell.info);
        } catch (ClickHouseException e) {
            throw refused(e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getObject(int index, Class<T> type) throws SQLException {
        if (type == null) throw SqlErrors.argument("The class is null; give one, or call getObject(i)");
        Cell cell = at(index);
        return cell == null ? null : (T) Conversions.read(cell.column, row, cell.info, type);
    }

    @Override
    public Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        Cell cell = at(index);
        Class<?> type =
                cell == null || map == null ? null : map.get(cell.info.type().toString());
        return type == null ? getObject(index) : getObject(index, type);
    }

    @Override
    public InputStream getBinaryStream(int index) throws SQLException {
        byte[] bytes = getBytes(index);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getAsciiStream(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    @Deprecated
    public InputStream getUnicodeStream(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reader getCharacterStream(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public Reader getNCharacterStream(int index) throws SQLException {
        return getCharacterStream(index);
    }

    @Override
    public String getNString(int index) throws SQLException {
        return getString(index);
    }

    @Override
    public Blob getBlob(int index) throws SQLException {
        byte[] bytes = getBytes(index);
        return bytes == null ? null : new BlobValue(bytes);
    }

    @Override
    public Clob getClob(int index) throws SQLException {
        return getNClob(index);
    }

    @Override
    public NClob getNClob(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : new ClobValue(text);
    }

    @Override
    public Array getArray(int index) throws SQLException {
        return getObject(index, Array.class);
    }

    @Override
    public URL getURL(int index) throws SQLException {
        String text = getString(index);
        try {
            return text == null ? null : new URL(text);
        } catch (MalformedURLException e) {
            throw SqlErrors.data(
                    "22018", info(index) + " holds no URL (" + e.getMessage() + "): read it with getString", e);
        }
    }

    @Override
    public Ref getRef(int index) throws SQLException {
        at(index);
        throw SqlErrors.unsupported("ClickHouse has no type REF; read the value with getObject");
    }

    @Override
    public RowId getRowId(int index) throws SQLException {
        at(index);
        throw SqlErrors.unsupported("ClickHouse's rows have no ids; select a key of the table");
    }

    @Override
    public SQLXML getSQLXML(int index) throws SQLException {
        at(index);
        throw SqlErrors.unsupported("ClickHouse has no type XML; read the value with getString");
    }
}
