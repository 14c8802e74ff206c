package dev.houseflow.jdbc.internal.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Lists of what ClickHouse has not: no rows, and all columns. */
abstract class EmptyLists extends Limits {
    abstract ResultSet list(String columns, List<Object[]> rows) throws SQLException;

    private ResultSet none(String columns) throws SQLException {
        return list(columns, Lists.none());
    }

    @Override
    public ResultSet getProcedures(String catalog, String schema, String name) throws SQLException {
        return none(Lists.PROCEDURES);
    }

    @Override
    public ResultSet getProcedureColumns(String catalog, String schema, String name, String column)
            throws SQLException {
        return none(Lists.PROCEDURE_COLUMNS);
    }

    @Override
    public ResultSet getFunctionColumns(String catalog, String schema, String name, String column) throws SQLException {
        return none(Lists.FUNCTION_COLUMNS);
    }

    @Override
    public ResultSet getColumnPrivileges(String catalog, String schema, String table, String column)
            throws SQLException {
        return none(Lists.COLUMN_PRIVILEGES);
    }

    @Override
    public ResultSet getTablePrivileges(String catalog, String schema, String table) throws SQLException {
        return none(Lists.TABLE_PRIVILEGES);
    }

    @Override
    public ResultSet getBestRowIdentifier(String catalog, String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return none(Lists.BEST_ROW);
    }

    @Override
    public ResultSet getVersionColumns(String catalog, String schema, String table) throws SQLException {
        return none(Lists.BEST_ROW);
    }

    @Override
    public ResultSet getImportedKeys(String catalog, String schema, String table) throws SQLException {
        return none(Lists.KEYS);
    }

    @Override
    public ResultSet getExportedKeys(String catalog, String schema, String table) throws SQLException {
        return none(Lists.KEYS);
    }

    @Override
    public ResultSet getCrossReference(
            String parentCatalog, String parentSchema, String parentTable, String catalog, String schema, String table)
            throws SQLException {
        return none(Lists.KEYS);
    }

    /** Skipping indexes are no indexes as JDBC means them. */
    @Override
    public ResultSet getIndexInfo(String catalog, String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return none(Lists.INDEXES);
    }

    @Override
    public ResultSet getUDTs(String catalog, String schema, String name, int[] types) throws SQLException {
        return none(Lists.UDTS);
    }

    @Override
    public ResultSet getSuperTypes(String catalog, String schema, String name) throws SQLException {
        return none(Lists.SUPER_TYPES);
    }

    @Override
    public ResultSet getSuperTables(String catalog, String schema, String name) throws SQLException {
        return none(Lists.SUPER_TABLES);
    }

    @Override
    public ResultSet getAttributes(String catalog, String schema, String type, String name) throws SQLException {
        return none(Lists.ATTRIBUTES);
    }

    @Override
    public ResultSet getPseudoColumns(String catalog, String schema, String table, String column) throws SQLException {
        return none(Lists.PSEUDO_COLUMNS);
    }
}
