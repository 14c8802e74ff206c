package dev.houseflow.jdbc.internal.metadata;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseType;
import dev.houseflow.jdbc.internal.errors.Wrappers;
import dev.houseflow.jdbc.internal.url.Options;
import dev.houseflow.jdbc.internal.url.Property;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the database is and has. Databases are catalogs; each list is one query to system tables.
 */
public final class DatabaseMeta extends Names {
    private static final String[] TABLE_TYPES = {"MATERIALIZED VIEW", "SYSTEM TABLE", "TABLE", "TEMPORARY TABLE", "VIEW"
    };

    /** In ClickHouse's own engines and databases. */
    private static final String TABLE_TYPE =
            "multiIf(database IN ('system', 'INFORMATION_SCHEMA', 'information_schema') OR engine LIKE 'System%' OR "
                    + "engine LIKE 'Async%', 'SYSTEM TABLE', is_temporary, 'TEMPORARY TABLE', engine = 'MaterializedView', 'MATERIALIZED VIEW', "
                    + "engine IN ('View', 'LiveView', 'WindowView'), 'VIEW', 'TABLE')";

    private final Connection connection;
    private final ServerQueries server;
    private final Options options;
    private final boolean schemas;

    /** Of {@code connection}, asked through {@code server}. */
    public DatabaseMeta(Connection connection, ServerQueries server, Options options) {
        this.connection = connection;
        this.server = server;
        this.options = options;
        this.schemas = "schema".equals(options.text(Property.DATABASE_TERM));
    }

    @Override
    boolean hasSchemas() {
        return schemas;
    }

    @Override
    ResultSet list(String columns, List<Object[]> rows) throws SQLException {
        return Lists.result(connection.createStatement(), columns, rows);
    }

    private Object catalog(Object database) {
        return schemas ? null : database;
    }

    private Object schema(Object database) {
        return schemas ? database : null;
    }

    /** Catalog and schema mean the same. */
    private static Filter database(String catalog, String schemaPattern) {
        return new Filter()
                .equal("database", "%".equals(catalog) ? null : catalog)
                .like("database", schemaPattern);
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return list(
                Lists.CATALOGS,
                schemas
                        ? Lists.none()
                        : server.rows("SELECT name FROM system.databases ORDER BY name", Collections.emptyMap()));
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return getSchemas(null, null);
    }

    @Override
    public ResultSet getSchemas(String catalog, String pattern) throws SQLException {
        if (!schemas) return list(Lists.SCHEMAS, Lists.none());
        Filter filter = new Filter().like("name", pattern);
        return list(
                Lists.SCHEMAS,
                server.rows(
                        "SELECT name, NULL FROM system.databases" + filter.where() + " ORDER BY name",
                        filter.parameters()));
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (String type : TABLE_TYPES) rows.add(new Object[] {type});
        return list(Lists.TABLE_TYPES, rows);
    }

    @Override
    public ResultSet getTables(String catalog, String schemaPattern, String namePattern, String[] types)
            throws SQLException {
        Set<String> wanted = types == null ? null : new HashSet<>(Arrays.asList(types));
        if (wanted != null && wanted.contains("BASE TABLE")) wanted.add("TABLE");
        Filter filter =
                database(catalog, schemaPattern).like("name", namePattern).and("NOT startsWith(name, '.inner')");
        String sql = "SELECT database, name, " + TABLE_TYPE + " AS type, comment FROM system.tables" + filter.where()
                + " ORDER BY type, database, name";
        List<Object[]> rows = new ArrayList<>();
        for (Object[] row : server.rows(sql, filter.parameters())) {
            if (wanted != null && !wanted.contains((String) row[2])) continue;
            rows.add(new Object[] {catalog(row[0]), schema(row[0]), row[1], row[2], row[3], null, null, null, null, null
            });
        }
        return list(Lists.TABLES, rows);
    }

    @Override
    public ResultSet getColumns(String catalog, String schemaPattern, String tablePattern, String columnPattern)
            throws SQLException {
        Filter filter =
                database(catalog, schemaPattern).like("table", tablePattern).like("name", columnPattern);
        String sql =
                "SELECT database, table, name, type, position, default_kind, default_expression, comment FROM system.columns"
                        + filter.where() + " ORDER BY database, table, position";
        List<Object[]> rows = new ArrayList<>();
        for (Object[] row : server.rows(sql, filter.parameters())) rows.add(column(row));
        return list(Lists.COLUMNS, rows);
    }

    private Object[] column(Object[] row) {
        ClickHouseType type = parsed((String) row[3]);
        TypeInfo info = TypeInfo.of(type);
        boolean nullable = TypeInfo.isNullable(type);
        String kind = (String) row[5];
        boolean isComputed = kind.equals("MATERIALIZED") || kind.equals("ALIAS");
        return new Object[] {
            catalog(row[0]),
            schema(row[0]),
            row[1],
            row[2],
            info.jdbcType(),
            row[3],
            TypeRows.size(info),
            null,
            TypeRows.digits(info),
            10,
            nullable ? columnNullable : columnNoNulls,
            row[7],
            kind.equals("DEFAULT") ? row[6] : null,
            null,
            null,
            null,
            row[4],
            nullable ? "YES" : "NO",
            null,
            null,
            null,
            null,
            "NO",
            isComputed ? "YES" : "NO"
        };
    }

    private static ClickHouseType parsed(String type) {
        try {
            return ClickHouseType.parse(type);
        } catch (ClickHouseException e) {
            // One odd type must not hide all others.
            return ClickHouseType.parse("Dynamic");
        }
    }

    /** The columns of the primary key; expressions in it are left out. */
    @Override
    public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
        Filter filter = new Filter()
                .equal("database", catalog)
                .equal("database", schema)
                .and("table = {t:String}")
                .and("is_in_primary_key");
        Map<String, Object> parameters = filter.parameters();
        parameters.put("t", table == null ? "" : table);
        String sql =
                "SELECT c.database, c.table, c.name, t.primary_key FROM (SELECT database, table, name FROM system.columns"
                        + filter.where()
                        + ") AS c INNER JOIN (SELECT database, name, primary_key FROM system.tables WHERE name = {t:String}) AS t ON c.database = t.database "
                        + "AND c.table = t.name ORDER BY c.name";
        List<Object[]> rows = new ArrayList<>();
        for (Object[] row : server.rows(sql, parameters)) {
            int position = KeyParts.position((String) row[3], (String) row[2]);
            if (position > 0) rows.add(new Object[] {catalog(row[0]), schema(row[0]), row[1], row[2], position, null});
        }
        return list(Lists.PRIMARY_KEYS, rows);
    }

    @Override
    public ResultSet getFunctions(String catalog, String schema, String namePattern) throws SQLException {
        Filter filter = new Filter().like("name", namePattern);
        String sql = "SELECT NULL, NULL, name, toString(origin), " + functionNoTable + ", name FROM system.functions"
                + filter.where() + " ORDER BY origin = 'System', name";
        return list(Lists.FUNCTIONS, server.rows(sql, filter.parameters()));
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return list(Lists.TYPES, TypeRows.all());
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {"ApplicationName", 0, "", "Sent as the setting log_comment, which system.query_log shows"
        });
        return list(Lists.CLIENT_INFO, rows);
    }

    @Override
    public String getURL() {
        return options.shownUrl();
    }

    @Override
    public String getUserName() throws SQLException {
        return server.user();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    @Override
    public String getDatabaseProductVersion() throws SQLException {
        return server.version();
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        return number(0);
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        return number(1);
    }

    private int number(int index) throws SQLException {
        String[] parts = server.version().split("[^0-9]+");
        return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "DatabaseMetaData of " + connection;
    }
}
