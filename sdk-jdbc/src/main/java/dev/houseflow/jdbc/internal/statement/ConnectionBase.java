package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseType;
import dev.houseflow.jdbc.HouseflowConnection;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.values.ArrayValue;
import dev.houseflow.jdbc.internal.values.BlobValue;
import dev.houseflow.jdbc.internal.values.ClobValue;
import dev.houseflow.jdbc.internal.values.JavaArrays;
import dev.houseflow.jdbc.internal.values.Plain;
import dev.houseflow.jdbc.internal.values.StructValue;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a connection makes, and its transactions. */
abstract class ConnectionBase implements HouseflowConnection {
    private static final Map<String, String> JDBC_TYPES = new HashMap<>();

    static {
        String[] types = {
            "VARCHAR",
            "String",
            "CHAR",
            "String",
            "LONGVARCHAR",
            "String",
            "NVARCHAR",
            "String",
            "CLOB",
            "String",
            "TINYINT",
            "Int8",
            "SMALLINT",
            "Int16",
            "INTEGER",
            "Int32",
            "INT",
            "Int32",
            "BIGINT",
            "Int64",
            "REAL",
            "Float32",
            "FLOAT",
            "Float64",
            "DOUBLE",
            "Float64",
            "BOOLEAN",
            "Bool",
            "BIT",
            "Bool",
            "DATE",
            "Date32",
            "TIMESTAMP",
            "DateTime64(9)",
            "TIME",
            "Time64(9)",
            "BINARY",
            "String",
            "VARBINARY",
            "String"
        };
        for (int i = 0; i < types.length; i += 2) JDBC_TYPES.put(types[i], types[i + 1]);
    }

    final Transactions transactions;
    private SQLWarning warnings;
    private Map<String, Class<?>> typeMap = new HashMap<>();

    ConnectionBase(boolean refusesTransactions) {
        transactions = new Transactions(refusesTransactions);
    }

    abstract void checkOpen() throws SQLException;

    final void warn(SQLWarning warning) {
        if (warning == null) return;
        if (warnings == null) warnings = warning;
        else warnings.setNextWarning(warning);
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings = null;
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return transactions.isAutoCommit();
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        checkOpen();
        transactions.setAutoCommit(autoCommit);
    }

    @Override
    public void commit() throws SQLException {
        checkOpen();
        transactions.commit();
    }

    @Override
    public void rollback() throws SQLException {
        checkOpen();
        warn(transactions.rollback());
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        checkOpen();
        warn(transactions.rollback(savepoint));
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        checkOpen();
        return transactions.savepoint(null);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        checkOpen();
        return transactions.savepoint(name);
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        checkOpen();
        transactions.release(savepoint);
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        checkOpen();
        return transactions.isolation();
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        checkOpen();
        transactions.setIsolation(level);
    }

    /** JDBC 4.3: nothing to do. */
    public void beginRequest() throws SQLException {
        checkOpen();
    }

    /** JDBC 4.3: nothing to do. */
    public void endRequest() throws SQLException {
        checkOpen();
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        checkResult(type, concurrency);
        return createStatement();
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return createStatement(type, concurrency);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        checkResult(type, concurrency);
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepareStatement(sql, type, concurrency);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepareStatement(sql);
    }

    /** Other kinds of results are taken down to the one that there is, with a warning, as JDBC has it. */
    private void checkResult(int type, int concurrency) throws SQLException {
        checkOpen();
        if (type != ResultSet.TYPE_FORWARD_ONLY || concurrency != ResultSet.CONCUR_READ_ONLY) {
            warn(new SQLWarning(
                    "Results are read forwards and are not updated: TYPE_FORWARD_ONLY and CONCUR_READ_ONLY", "01S02"));
        }
    }

    private static SQLException noCalls() {
        return SqlErrors.unsupported("ClickHouse has no stored procedures: use prepareStatement with a SELECT");
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        checkOpen();
        throw noCalls();
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        checkOpen();
        ClickHouseType type = type(typeName);
        // A whole array's type may be given as well.
        if (type instanceof ClickHouseType.Array) {
            boolean nests = elements != null
                    && elements.length > 0
                    && (elements[0] instanceof List
                            || elements[0] != null && elements[0].getClass().isArray());
            ClickHouseType inner = ((ClickHouseType.Array) type).element();
            if (!nests || inner instanceof ClickHouseType.Array) type = inner;
        }
        if (elements == null) return null;
        List<?> values = (List<?>) Plain.of(JavaArrays.list(elements));
        boolean hasNull = values.contains(null) && !TypeInfo.isNullable(type);
        return new ArrayValue(hasNull ? ClickHouseType.parse("Nullable(" + type + ")") : type, values);
    }

    private static ClickHouseType type(String name) throws SQLException {
        if (name == null) throw SqlErrors.argument("The type's name is null; give one such as Int32");
        String known = JDBC_TYPES.get(name.toUpperCase(Locale.ROOT));
        try {
            return ClickHouseType.parse(known != null && !name.equals("Date") ? known : name);
        } catch (ClickHouseException e) {
            throw SqlErrors.data("22018", e.getMessage(), e);
        }
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        checkOpen();
        ClickHouseType type = type(typeName);
        int parts = type instanceof ClickHouseType.Tuple
                ? ((ClickHouseType.Tuple) type).elements().size()
                : 2;
        if (!(type instanceof ClickHouseType.Tuple) && !typeName.equals("Point")
                || attributes == null
                || attributes.length != parts) {
            throw SqlErrors.data(
                    "22018",
                    "A struct is a Tuple(...) with as many attributes as it has elements, and " + typeName + " with "
                            + (attributes == null ? "none" : attributes.length) + " is not");
        }
        return new StructValue(type, (List<?>) Plain.of(Arrays.asList(attributes)));
    }

    @Override
    public Blob createBlob() throws SQLException {
        checkOpen();
        return new BlobValue(new byte[0]);
    }

    @Override
    public Clob createClob() throws SQLException {
        return createNClob();
    }

    @Override
    public NClob createNClob() throws SQLException {
        checkOpen();
        return new ClobValue("");
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        checkOpen();
        throw SqlErrors.unsupported("ClickHouse has no type XML; use a String");
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return typeMap;
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        typeMap = map == null ? new HashMap<>() : map;
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        checkOpen();
        if (holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT) return;
        if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw SqlErrors.argument(
                    "There is no holdability " + holdability + "; give ResultSet.HOLD_CURSORS_OVER_COMMIT");
        }
        throw SqlErrors.unsupported("A commit closes no results: give ResultSet.HOLD_CURSORS_OVER_COMMIT");
    }
}
