package dev.houseflow.jdbc.internal.result;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.errors.Wrappers;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** The columns of a result. */
public final class RowsMeta implements ResultSetMetaData {
    /** What a column without a size of its own may take on a screen. */
    private static final int WIDE = 80;

    private final List<ColumnInfo> columns;

    /** Of {@code columns}. */
    public RowsMeta(List<ColumnInfo> columns) {
        this.columns = columns;
    }

    private ColumnInfo column(int index) throws SQLException {
        if (index < 1 || index > columns.size()) throw noColumn(index, columns.size());
        return columns.get(index - 1);
    }

    static SQLException noColumn(int index, int count) {
        return SqlErrors.index("There is no column " + index + ": the result has " + count + ", counted from 1");
    }

    private TypeInfo info(int index) throws SQLException {
        return column(index).info();
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        int type = info(column).jdbcType();
        return type == Types.VARCHAR || type == Types.CHAR || type == Types.OTHER;
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public int isNullable(int column) throws SQLException {
        return TypeInfo.isNullable(column(column).type()) ? columnNullable : columnNoNulls;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return info(column).isSigned();
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        int size = info(column).displaySize();
        return size == 0 ? WIDE : size;
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return column(column).name();
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return column(column).name();
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        column(column);
        return "";
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return info(column).precision();
    }

    @Override
    public int getScale(int column) throws SQLException {
        return info(column).scale();
    }

    @Override
    public String getTableName(int column) throws SQLException {
        column(column);
        return "";
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        column(column);
        return "";
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return info(column).jdbcType();
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return column(column).type().toString();
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return info(column).javaClass().getName();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
