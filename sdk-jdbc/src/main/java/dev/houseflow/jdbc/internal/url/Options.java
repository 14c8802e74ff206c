package dev.houseflow.jdbc.internal.url;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** All options of a connection: those of properties win over those of the URL. Immutable. */
public final class Options {
    private final ConnectionUrl url;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final boolean tls;
    private final String database;

    private Options(ConnectionUrl url, Properties properties) throws SQLException {
        this.url = url;
        for (Map.Entry<String, String> entry : url.parameters().entrySet()) put(entry.getKey(), entry.getValue(), true);
        for (String name : properties.stringPropertyNames()) put(name, properties.getProperty(name), false);
        for (Map.Entry<Object, Object> entry : properties.entrySet()) {
            if (!(entry.getValue() instanceof String)) put(String.valueOf(entry.getKey()), entry.getValue(), false);
        }
        tls = tls(url);
        database = databaseOf(url);
        check();
    }

    /** Reads {@code url} and {@code properties}, which may be null. */
    public static Options of(String url, Properties properties) throws SQLException {
        return new Options(ConnectionUrl.parse(url), properties == null ? new Properties() : properties);
    }

    private void put(String name, Object value, boolean ofUrl) throws SQLException {
        String setting = settingName(name);
        if (setting != null) {
            settings.put(setting, String.valueOf(value));
            return;
        }
        if (name.startsWith(Property.HEADER)) {
            headers.put(name.substring(Property.HEADER.length()), String.valueOf(value));
            return;
        }
        Property property = Property.named(name);
        if (property == null) {
            throw SqlErrors.configuration("There is no property " + name + ": " + Property.near(name), null);
        }
        if (property.isLive() && value instanceof String) {
            throw SqlErrors.configuration(
                    "The property " + name + " is an object: give it by Properties.put or the DataSource"
                            + (ofUrl ? ", not in the URL" : ""),
                    null);
        }
        String[] choices = property.choices();
        if (choices != null && !Arrays.asList(choices).contains(String.valueOf(value))) {
            throw SqlErrors.configuration(
                    "The property " + name + " is " + value + "; it may be " + String.join(", ", choices), null);
        }
        values.put(name, value);
    }

    private static String settingName(String name) {
        if (name.startsWith(Property.SETTING)) return name.substring(Property.SETTING.length());
        if (name.startsWith(Property.OFFICIAL_SETTING)) return name.substring(Property.OFFICIAL_SETTING.length());
        return null;
    }

    private boolean tls(ConnectionUrl url) throws SQLException {
        if (url.scheme() == null) return flag(Property.SSL);
        boolean isTls = url.scheme().equals("https");
        if (values.containsKey(Property.SSL.name()) && flag(Property.SSL) != isTls) {
            throw SqlErrors.configuration(
                    "The URL says " + url.scheme() + ", and ssl says the contrary; leave one of them out", null);
        }
        return isTls;
    }

    private String databaseOf(ConnectionUrl url) throws SQLException {
        String named = text(Property.DATABASE);
        String ofPath = url.database();
        if (named != null && ofPath != null && !named.equals(ofPath)) {
            throw SqlErrors.configuration(
                    "The path of the URL names the database " + ofPath + ", and the property database " + named
                            + "; leave one of them out",
                    null);
        }
        return named != null ? named : ofPath;
    }

    /** Everything that is read later is looked at now. */
    private void check() throws SQLException {
        for (Property time : new Property[] {
            Property.CONNECT_TIMEOUT,
            Property.SOCKET_TIMEOUT,
            Property.QUERY_TIMEOUT,
            Property.POOL_TIMEOUT,
            Property.IDLE_TIMEOUT,
            Property.MAX_CONNECTION_AGE,
            Property.RETRY_INITIAL_BACKOFF,
            Property.RETRY_MAX_BACKOFF
        }) {
            duration(time);
        }
        number(Property.FETCH_BLOCK_ROWS);
        if (settings.containsKey(""))
            throw SqlErrors.configuration("setting. stands without the name of a setting behind it", null);
    }

    /** The value as text; null where none is given. */
    public String text(Property property) {
        Object value = values.get(property.name());
        return value == null ? null : value.toString();
    }

    /** The value as it was given; null where none is. */
    public Object object(Property property) {
        return values.get(property.name());
    }

    /** Whether it is {@code true}, given or by default. */
    public boolean flag(Property property) {
        String value = text(property);
        return Boolean.parseBoolean(value == null ? property.value() : value);
    }

    /** The number; null where none is given. */
    public Long number(Property property) throws SQLException {
        String value = text(property);
        if (value == null) return null;
        try {
            return Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            throw SqlErrors.configuration(
                    "The property " + property.name() + " is " + value + "; give a whole number", e);
        }
    }

    /**
     * The time, given in ms or as ISO 8601 has it ({@code PT5S}); null where none is given, or 0.
     */
    public Duration duration(Property property) throws SQLException {
        String value = text(property);
        if (value == null) return null;
        try {
            Duration time =
                    value.startsWith("P") ? Duration.parse(value) : Duration.ofMillis(Long.parseLong(value.trim()));
            if (!time.isNegative()) return time.isZero() ? null : time;
        } catch (NumberFormatException | DateTimeParseException e) {
            // Said below.
        }
        throw SqlErrors.configuration(
                "The property " + property.name() + " is " + value + "; give milliseconds, or a time such as PT30S",
                null);
    }

    /** The parts between commas; null where none is given. */
    public List<String> list(Property property) {
        String value = text(property);
        return value == null || value.isEmpty()
                ? null
                : Arrays.asList(value.trim().split("\\s*,\\s*"));
    }

    /** The settings to send with each statement. */
    public Map<String, String> settings() {
        return Collections.unmodifiableMap(settings);
    }

    /** The header fields to send with each request. */
    Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** The database of unqualified names; null leaves it to the server. */
    public String database() {
        return database;
    }

    List<String> endpoints() {
        return url.endpoints(tls);
    }

    /** The URL without user and secrets. */
    public String shownUrl() {
        return url.shown(tls, database);
    }

    /** What tells clients apart: the servers, and every option that a client is made with. */
    List<Object> clientKey() {
        List<Object> key = new ArrayList<>(endpoints());
        for (Property property : ClientOptions.ALL) key.add(values.get(property.name()));
        key.add(headers);
        return key;
    }

    @Override
    public String toString() {
        return shownUrl();
    }
}
