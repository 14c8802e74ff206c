package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.errors.Wrappers;
import dev.houseflow.jdbc.internal.sql.InsertShape;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** What is known of parameters: of an INSERT's the columns, of others nothing. */
final class ParameterMeta implements ParameterMetaData {
    /** Asks for the columns that an INSERT fills. */
    interface Columns {
        List<ColumnInfo> ask() throws SQLException;
    }

    private final ParsedSql parsed;
    private final Columns columns;
    private List<ColumnInfo> known;

    ParameterMeta(ParsedSql parsed, Columns columns) {
        this.parsed = parsed;
        this.columns = columns;
    }

    @Override
    public int getParameterCount() {
        return parsed.parameters();
    }

    /** The column that the parameter fills, or null. */
    private ColumnInfo column(int param) throws SQLException {
        if (param < 1 || param > parsed.parameters()) {
            throw SqlErrors.index("There is no parameter " + param + ": the statement has " + parsed.parameters()
                    + ", counted from 1");
        }
        if (columns == null) return null;
        if (known == null) known = columns.ask();
        for (Object[] row : parsed.insert().rows()) {
            for (int i = 0; i < row.length && i < known.size(); i++) {
                if (row[i] instanceof InsertShape.Mark && ((InsertShape.Mark) row[i]).index == param - 1)
                    return known.get(i);
            }
        }
        return null;
    }

    @Override
    public int isNullable(int param) throws SQLException {
        ColumnInfo column = column(param);
        if (column == null) return parameterNullableUnknown;
        return TypeInfo.isNullable(column.type()) ? parameterNullable : parameterNoNulls;
    }

    @Override
    public boolean isSigned(int param) throws SQLException {
        ColumnInfo column = column(param);
        return column == null || column.info().isSigned();
    }

    @Override
    public int getPrecision(int param) throws SQLException {
        ColumnInfo column = column(param);
        return column == null ? 0 : column.info().precision();
    }

    @Override
    public int getScale(int param) throws SQLException {
        ColumnInfo column = column(param);
        return column == null ? 0 : column.info().scale();
    }

    @Override
    public int getParameterType(int param) throws SQLException {
        ColumnInfo column = column(param);
        return column == null ? Types.OTHER : column.info().jdbcType();
    }

    @Override
    public String getParameterTypeName(int param) throws SQLException {
        ColumnInfo column = column(param);
        return column == null ? "" : column.type().toString();
    }

    @Override
    public String getParameterClassName(int param) throws SQLException {
        ColumnInfo column = column(param);
        return column == null ? "java.lang.Object" : column.info().javaClass().getName();
    }

    @Override
    public int getParameterMode(int param) throws SQLException {
        column(param);
        return parameterModeIn;
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
