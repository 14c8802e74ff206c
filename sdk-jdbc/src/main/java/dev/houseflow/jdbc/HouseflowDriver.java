package dev.houseflow.jdbc;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.metadata.DriverVersion;
import dev.houseflow.jdbc.internal.statement.ConnectionImpl;
import dev.houseflow.jdbc.internal.url.ConnectionUrl;
import dev.houseflow.jdbc.internal.url.Options;
import dev.houseflow.jdbc.internal.url.Property;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * The JDBC driver, for URLs such as {@code
 * jdbc:houseflow:clickhouse://localhost:8123/default?compression=none}. It registers itself.
 * Connections are cheap: those of one URL and one set of properties share a client, and opening one
 * sends nothing.
 *
 * <p>docs/jdbc.md lists the properties. For URLs of the official driver see
 * {@link ClickHouseUrlDriver}.
 */
public class HouseflowDriver implements Driver {
    static {
        try {
            DriverManager.registerDriver(new HouseflowDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final boolean others;

    /** A driver for {@code jdbc:houseflow:} URLs. */
    public HouseflowDriver() {
        this(false);
    }

    HouseflowDriver(boolean others) {
        this.others = others;
    }

    /**
     * Opens a connection; null for URLs of other drivers.
     *
     * @param properties win over those of the URL; may be null.
     * @throws SQLException when the URL or a property cannot be used; it says what to write.
     */
    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        return acceptsURL(url) ? new ConnectionImpl(Options.of(url, properties)) : null;
    }

    /**
     * Whether {@code url} is one of this driver's.
     *
     * @throws SQLException when it is null.
     */
    @Override
    public boolean acceptsURL(String url) throws SQLException {
        if (url == null)
            throw SqlErrors.argument("The URL is null; give one such as jdbc:houseflow:clickhouse://localhost:8123");
        return ConnectionUrl.accepts(url, others);
    }

    /** All properties, with what the URL and {@code properties} say of them; never a secret. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        Options given = url == null || !acceptsURL(url) ? null : Options.of(url, properties);
        List<DriverPropertyInfo> infos = new ArrayList<>();
        for (Property property : Property.all()) {
            String value = given == null || property.isSecret() ? null : given.text(property);
            DriverPropertyInfo info = new DriverPropertyInfo(property.name(), value == null ? property.value() : value);
            info.description = property.description();
            info.choices = property.choices();
            infos.add(info);
        }
        return infos.toArray(new DriverPropertyInfo[0]);
    }

    @Override
    public int getMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return DriverVersion.MINOR;
    }

    /** {@code false}: ClickHouse has no transactions. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.houseflow.jdbc");
    }

    @Override
    public String toString() {
        return DriverVersion.NAME + " " + DriverVersion.TEXT;
    }
}
