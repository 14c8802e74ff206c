package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.HouseflowStatement;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.errors.Wrappers;
import dev.houseflow.jdbc.internal.sql.Quotes;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What holds for each statement, whatever it has executed. */
abstract class StatementTraits implements HouseflowStatement {
    abstract void checkOpen() throws SQLException;

    @Override
    public int getUpdateCount() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, getLargeUpdateCount());
    }

    @Override
    public int getMaxRows() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, getLargeMaxRows());
    }

    @Override
    public void setMaxRows(int max) throws SQLException {
        setLargeMaxRows(max);
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        checkOpen();
        throw SqlErrors.unsupported("ClickHouse has no named cursors; leave out setCursorName");
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != ResultSet.FETCH_FORWARD
                && direction != ResultSet.FETCH_REVERSE
                && direction != ResultSet.FETCH_UNKNOWN) {
            throw SqlErrors.argument("There is no fetch direction " + direction
                    + "; results are read forwards, ResultSet.FETCH_FORWARD");
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getResultSetType() throws SQLException {
        checkOpen();
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    /** JDBC 4.3: {@code text} as a literal, with what ClickHouse reads as an escape escaped. */
    public String enquoteLiteral(String text) throws SQLException {
        return Quotes.literal(text);
    }

    /** JDBC 4.3: the same; ClickHouse has one kind of text. */
    public String enquoteNCharLiteral(String text) throws SQLException {
        return Quotes.literal(text);
    }

    /** JDBC 4.3: {@code name} in backquotes where it needs them, or {@code always}. */
    public String enquoteIdentifier(String name, boolean always) throws SQLException {
        if (name == null || name.isEmpty()) throw SqlErrors.argument("The name is empty; give one");
        return always || !isSimpleIdentifier(name) ? Quotes.name(name) : name;
    }

    /** JDBC 4.3: whether {@code name} needs no quotes. */
    public boolean isSimpleIdentifier(String name) throws SQLException {
        return name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}");
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
