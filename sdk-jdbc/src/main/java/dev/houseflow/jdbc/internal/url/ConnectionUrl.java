package dev.houseflow.jdbc.internal.url;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A URL of this driver, taken apart. Messages hold nothing of it that may be a secret. */
public final class ConnectionUrl {
    /** What its own URLs begin with. */
    public static final String PREFIX = "jdbc:houseflow:";

    private static final int HTTP = 8123;
    private static final int HTTPS = 8443;

    private final String scheme;
    private final List<String> hosts;
    private final String path;
    private final String database;
    private final Map<String, String> parameters;

    private ConnectionUrl(
            String scheme, List<String> hosts, String path, String database, Map<String, String> parameters) {
        this.scheme = scheme;
        this.hosts = hosts;
        this.path = path;
        this.database = database;
        this.parameters = parameters;
    }

    /** Whether {@code url} is one; with {@code others} those of the official driver are as well. */
    public static boolean accepts(String url, boolean others) {
        return url.startsWith(PREFIX) || others && (url.startsWith("jdbc:clickhouse:") || url.startsWith("jdbc:ch:"));
    }

    /** Takes {@code url} apart. */
    public static ConnectionUrl parse(String url) throws SQLException {
        String rest = url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : url.substring("jdbc:".length());
        String name = rest.startsWith("ch:") ? "ch:" : "clickhouse:";
        if (!rest.startsWith(name)) throw broken("after jdbc:houseflow: comes clickhouse:");
        rest = rest.substring(name.length());
        String scheme = null;
        for (String known : new String[] {"https", "http"}) {
            if (rest.startsWith(known + ":")) {
                scheme = known;
                rest = rest.substring(known.length() + 1);
                break;
            }
        }
        if (!rest.startsWith("//")) throw broken("after the scheme comes //");
        rest = rest.substring(2);
        Map<String, String> parameters = new LinkedHashMap<>();
        int fragment = rest.indexOf('#');
        if (fragment >= 0) throw broken("a # begins nothing here; write it as %23");
        int query = rest.indexOf('?');
        if (query >= 0) {
            parameters(rest.substring(query + 1), parameters);
            rest = rest.substring(0, query);
        }
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        int at = authority.lastIndexOf('@');
        if (at >= 0) userInfo(authority.substring(0, at), parameters);
        int last = path.lastIndexOf('/');
        String database = decode(path.substring(last + 1));
        String before = last < 0 ? "" : "/" + path.substring(0, last);
        return new ConnectionUrl(
                scheme, hosts(authority.substring(at + 1)), before, database.isEmpty() ? null : database, parameters);
    }

    private static SQLException broken(String why) {
        return SqlErrors.configuration(
                "The URL cannot be read: " + why + ". Write jdbc:houseflow:clickhouse://host:8123/database?name=value",
                null);
    }

    private static void userInfo(String text, Map<String, String> parameters) throws SQLException {
        int colon = text.indexOf(':');
        String user = decode(colon < 0 ? text : text.substring(0, colon));
        if (!user.isEmpty()) parameters.putIfAbsent(Property.USER.name(), user);
        if (colon >= 0) parameters.putIfAbsent(Property.PASSWORD.name(), decode(text.substring(colon + 1)));
    }

    private static List<String> hosts(String text) throws SQLException {
        List<String> hosts = new ArrayList<>();
        if (text.isEmpty()) throw broken("it names no host");
        for (String host : text.split(",", -1)) {
            if (host.isEmpty()) throw broken("a host between two commas is empty");
            int colon = host.lastIndexOf(':');
            boolean hasPort = colon > host.lastIndexOf(']');
            if (host.indexOf(':') != colon && !host.startsWith("["))
                throw broken("an IPv6 address stands in brackets, as in [::1]:8123");
            if (hasPort) port(host.substring(colon + 1));
            if ((hasPort ? host.substring(0, colon) : host).isEmpty()) throw broken("a host has a port, but no name");
            hosts.add(host);
        }
        return hosts;
    }

    private static void port(String text) throws SQLException {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) return;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw broken("a port is a number from 1 to 65535, and one is not");
    }

    private static void parameters(String text, Map<String, String> into) throws SQLException {
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            if (equals < 0) throw broken("the parameter " + decode(pair) + " has no =");
            String name = decode(pair.substring(0, equals));
            String value = decode(pair.substring(equals + 1));
            String before = into.put(name, value);
            if (before != null && !before.equals(value))
                throw broken("the parameter " + name + " stands twice, with different values");
        }
    }

    /** Percent signs are taken back; a plus is a plus. */
    private static String decode(String text) throws SQLException {
        if (text.indexOf('%') < 0) return text;
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
                byte[] bytes = text.substring(i, end).getBytes(StandardCharsets.UTF_8);
                out.write(bytes, 0, bytes.length);
                i = end - 1;
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0)
                throw broken("a percent sign is followed by two hexadecimal digits; write one itself as %25");
            out.write(high * 16 + low);
            i += 2;
        }
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    /** {@code http} or {@code https}, or null where the URL does not say. */
    String scheme() {
        return scheme;
    }

    /** The servers' endpoints. */
    List<String> endpoints(boolean tls) {
        List<String> endpoints = new ArrayList<>();
        for (String host : hosts) {
            boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
            endpoints.add((tls ? "https://" : "http://") + host + (hasPort ? "" : ":" + (tls ? HTTPS : HTTP)) + path);
        }
        return endpoints;
    }

    /** The database of the path, or null. */
    String database() {
        return database;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    /** The URL without user and secrets, as metadata shows it. */
    String shown(boolean tls, String database) {
        StringBuilder out = new StringBuilder(PREFIX)
                .append("clickhouse:")
                .append(tls ? "https:" : "")
                .append("//");
        out.append(String.join(",", hosts)).append(path);
        if (database != null)
            out.append('/')
                    .append(database.replace("%", "%25").replace("?", "%3F").replace("/", "%2F"));
        return out.toString();
    }
}
