package dev.houseflow.jdbc;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.errors.Wrappers;
import dev.houseflow.jdbc.internal.statement.ConnectionImpl;
import dev.houseflow.jdbc.internal.url.ConnectionUrl;
import dev.houseflow.jdbc.internal.url.Options;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.sql.DataSource;

/**
 * A {@link DataSource}, to be filled by its setters: by hand, by a pool
 * ({@code dataSourceClassName}), or by JNDI. Set it up before it is used; from then on it may be
 * used by any thread. Connections of equal data sources share a client.
 */
public class HouseflowDataSource implements DataSource, Referenceable {
    private final Properties properties = new Properties();
    private String url = "jdbc:houseflow:clickhouse://localhost:8123";
    private PrintWriter logWriter;

    /** For the server on this machine, until {@link #setUrl} says another. */
    public HouseflowDataSource() {}

    /**
     * For {@code url}.
     *
     * @param url as {@link HouseflowDriver} takes it.
     */
    public HouseflowDataSource(String url) {
        this.url = url;
    }

    /**
     * For {@code url} with {@code properties}, which are copied and win over those of the URL.
     *
     * @param url as {@link HouseflowDriver} takes it.
     */
    public HouseflowDataSource(String url, Properties properties) {
        this.url = url;
        setProperties(properties);
    }

    /** The URL; may hold a password. */
    public String getUrl() {
        return url;
    }

    /** The URL, as {@link HouseflowDriver} takes it. */
    public void setUrl(String url) {
        this.url = url;
    }

    /** The user's name; null where none is set. */
    public String getUser() {
        return properties.getProperty("user");
    }

    /** The user's name, in place of the URL's. */
    public void setUser(String user) {
        setProperty("user", user);
    }

    /** The password. Never printed. */
    public void setPassword(String password) {
        setProperty("password", password);
    }

    /** The database of unqualified names; null where none is set. */
    public String getDatabase() {
        return properties.getProperty("database");
    }

    /** The database of unqualified names. */
    public void setDatabase(String database) {
        setProperty("database", database);
    }

    /** Adds all of {@code more}, texts and objects. */
    public void setProperties(Properties more) {
        if (more == null) return;
        for (String name : more.stringPropertyNames()) properties.setProperty(name, more.getProperty(name));
        properties.putAll(more);
    }

    /** One property, a text or such an object as docs/jdbc.md says; null takes it back. */
    public void setProperty(String name, Object value) {
        if (value == null) properties.remove(name);
        else properties.put(name, value);
    }

    /**
     * Opens a connection, which sends nothing.
     *
     * @throws SQLException when the URL or a property cannot be used; it says what to write.
     */
    @Override
    public Connection getConnection() throws SQLException {
        return open(properties);
    }

    /**
     * The same as another user.
     *
     * @throws SQLException likewise.
     */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Properties own = new Properties();
        own.putAll(properties);
        if (user != null) own.put("user", user);
        if (password != null) own.put("password", password);
        return open(own);
    }

    private Connection open(Properties with) throws SQLException {
        // All three kinds of URLs: no other driver is asked here.
        if (url == null || !ConnectionUrl.accepts(url, true)) {
            throw SqlErrors.configuration(
                    "The data source has no URL of this driver; give one such as jdbc:houseflow:clickhouse://localhost:8123",
                    null);
        }
        return new ConnectionImpl(Options.of(url, with));
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Kept, but nothing is written there: the driver logs by {@link #getParentLogger()}. */
    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    /** The property {@code connectTimeout}, in seconds. */
    @Override
    public int getLoginTimeout() {
        Object millis = properties.get("connectTimeout");
        return millis == null ? 0 : (int) (Long.parseLong(millis.toString()) / 1000);
    }

    /** Sets the property {@code connectTimeout}; 0 takes it back. */
    @Override
    public void setLoginTimeout(int seconds) {
        setProperty("connectTimeout", seconds == 0 ? null : Long.toString(seconds * 1000L));
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.houseflow.jdbc");
    }

    /** For JNDI. The reference holds the texts among the properties, also the password. */
    @Override
    public Reference getReference() {
        Reference reference =
                new Reference(HouseflowDataSource.class.getName(), HouseflowDataSourceFactory.class.getName(), null);
        reference.add(new StringRefAddr("url", url));
        for (String name : properties.stringPropertyNames())
            reference.add(new StringRefAddr(name, properties.getProperty(name)));
        return reference;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Without anything that may be a secret. */
    @Override
    public String toString() {
        try {
            return "HouseflowDataSource(" + Options.of(url, properties) + ")";
        } catch (SQLException | RuntimeException e) {
            return "HouseflowDataSource(not usable: " + e.getMessage() + ")";
        }
    }
}
