package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseType;
import dev.houseflow.jdbc.HouseflowPreparedStatement;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import dev.houseflow.jdbc.internal.values.Moments;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Calendar;

/** The setters of a prepared statement. A value is copied when it is set. */
abstract class ValueSetters extends StatementImpl implements HouseflowPreparedStatement {
    final ParsedSql parsed;
    final ParameterValues values;

    ValueSetters(ConnectionImpl connection, ParsedSql parsed) {
        super(connection);
        this.parsed = parsed;
        this.values = new ParameterValues(parsed.parameters());
    }

    final void check(int index) throws SQLException {
        checkOpen();
        if (index >= 1 && index <= values.count()) return;
        throw SqlErrors.index(
                "There is no parameter " + index + ": the statement has " + values.count() + ", counted from 1");
    }

    private void set(int index, byte kind, long number) throws SQLException {
        check(index);
        values.set(index - 1, kind, number);
    }

    final void bind(int index, Object value) throws SQLException {
        check(index);
        if (value instanceof String) values.set(index - 1, (String) value);
        else values.set(index - 1, Binding.of(value));
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        values.clear();
    }

    @Override
    public void setNull(int index, int sqlType) throws SQLException {
        check(index);
        values.setNull(index - 1);
    }

    @Override
    public void setNull(int index, int sqlType, String typeName) throws SQLException {
        setNull(index, sqlType);
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, ParameterValues.BOOL, value ? 1 : 0);
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, ParameterValues.INT, value);
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, ParameterValues.INT, value);
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, ParameterValues.INT, value);
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, ParameterValues.LONG, value);
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, ParameterValues.FLOAT, Double.doubleToRawLongBits(value));
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, ParameterValues.DOUBLE, Double.doubleToRawLongBits(value));
    }

    @Override
    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        check(index);
        values.set(index - 1, value);
    }

    @Override
    public void setNString(int index, String value) throws SQLException {
        setString(index, value);
    }

    @Override
    public void setBytes(int index, byte[] value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setDate(int index, Date value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setDate(int index, Date value, Calendar calendar) throws SQLException {
        if (value == null || calendar == null) bind(index, value);
        else
            bind(
                    index,
                    Instant.ofEpochMilli(value.getTime())
                            .atZone(Moments.zone(calendar))
                            .toLocalDate());
    }

    @Override
    public void setTime(int index, Time value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setTime(int index, Time value, Calendar calendar) throws SQLException {
        if (value == null || calendar == null) bind(index, value);
        else
            bind(
                    index,
                    Instant.ofEpochMilli(value.getTime())
                            .atZone(Moments.zone(calendar))
                            .toLocalTime());
    }

    @Override
    public void setTimestamp(int index, Timestamp value) throws SQLException {
        check(index);
        values.set(index - 1, value);
    }

    /** A moment is the same in every zone, so the calendar says nothing. */
    @Override
    public void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
        setTimestamp(index, value);
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        bind(index, value);
    }

    @Override
    public void setObject(int index, Object value, int sqlType) throws SQLException {
        setObject(index, value, sqlType, 0);
    }

    @Override
    public void setObject(int index, Object value, int sqlType, int scaleOrLength) throws SQLException {
        check(index);
        values.set(index - 1, Binding.of(Targets.as(value, sqlType, scaleOrLength)));
    }

    @Override
    public void setObject(int index, Object value, SQLType sqlType) throws SQLException {
        setObject(index, value, sqlType, 0);
    }

    @Override
    public void setObject(int index, Object value, SQLType sqlType, int scaleOrLength) throws SQLException {
        Integer number = sqlType == null ? null : sqlType.getVendorTypeNumber();
        if (number == null) throw SqlErrors.argument("The type of parameter " + index + " is null; give a JDBCType");
        setObject(index, value, number, scaleOrLength);
    }

    @Override
    public void setObject(int index, Object value, String clickHouseType) throws SQLException {
        check(index);
        try {
            values.set(
                    index - 1,
                    Binding.of(value, ClickHouseType.parse(clickHouseType).toString()));
        } catch (ClickHouseException e) {
            throw SqlErrors.data("22018", e.getMessage(), e);
        }
    }

    @Override
    public void setArray(int index, Array value) throws SQLException {
        bind(index, value);
    }
}
