package dev.houseflow.embedded.internal.process;

import dev.houseflow.embedded.internal.OutsideAccess;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What the launcher tells the child JVM, in a properties file that only its owner can read: it
 * holds passwords, and a command line is public.
 *
 * @param port the port to listen on, on 127.0.0.1; 0 for any that is free
 * @param path the folder of the engine's data; exists
 * @param library the engine's shared library
 * @param owned a folder that the child deletes as its very last act, when the engine is shut down;
 *     the data may lie in it. {@code null} for none
 * @param users passwords by user name, never empty; a user has all rights
 * @param settings settings that every query starts with, by name
 * @param outsideAccess what queries may reach outside of the data
 * @param hosts names, besides those of the loopback interface, that requests may be for
 * @param origins origins of web pages that may use the server
 * @param logRequests whether each request becomes a line of the log
 */
public record ServerOptions(
        int port,
        Path path,
        Path library,
        Path owned,
        Map<String, String> users,
        Map<String, String> settings,
        OutsideAccess outsideAccess,
        List<String> hosts,
        List<String> origins,
        boolean logRequests) {
    private static final String USERS = "users.";
    private static final String SETTINGS = "settings.";
    private static final String FILES = "outside.files";
    private static final String NETWORK = "outside.network";
    private static final String HOSTS = "hosts";
    private static final String ORIGINS = "origins";
    private static final String LOG_REQUESTS = "log.requests";

    public ServerOptions {
        users = Map.copyOf(users);
        settings = Map.copyOf(settings);
        hosts = List.copyOf(hosts);
        origins = List.copyOf(origins);
    }

    /** Creates {@code file}, for its owner only. */
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("path", path.toString());
        properties.setProperty("library", library.toString());
        if (owned != null) properties.setProperty("owned", owned.toString());
        properties.setProperty(FILES, Boolean.toString(outsideAccess.files()));
        properties.setProperty(NETWORK, Boolean.toString(outsideAccess.network()));
        properties.setProperty(HOSTS, String.join(" ", hosts));
        properties.setProperty(ORIGINS, String.join(" ", origins));
        properties.setProperty(LOG_REQUESTS, Boolean.toString(logRequests));
        users.forEach((name, password) -> properties.setProperty(USERS + name, password));
        settings.forEach((name, value) -> properties.setProperty(SETTINGS + name, value));
        // Created with its rights, not given them later: there is no moment at which others can
        // open it.
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.WRITE)) {
            properties.store(out, null);
        }
    }

    /** Reads {@code file} and deletes it. */
    public static ServerOptions readAndDelete(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        Files.delete(file);
        String owned = properties.getProperty("owned");
        return new ServerOptions(
                Integer.parseInt(properties.getProperty("port", "0")),
                Path.of(properties.getProperty("path")),
                Path.of(properties.getProperty("library")),
                owned == null ? null : Path.of(owned),
                below(properties, USERS),
                below(properties, SETTINGS),
                new OutsideAccess(
                        Boolean.parseBoolean(properties.getProperty(FILES)),
                        Boolean.parseBoolean(properties.getProperty(NETWORK))),
                words(properties, HOSTS),
                words(properties, ORIGINS),
                Boolean.parseBoolean(properties.getProperty(LOG_REQUESTS)));
    }

    private static List<String> words(Properties properties, String key) {
        return Stream.of(properties.getProperty(key, "").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Map<String, String> below(Properties properties, String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(prefix)) found.put(key.substring(prefix.length()), properties.getProperty(key));
        }
        return found;
    }

    @Override
    public String toString() {
        return "ServerOptions[port=" + port + ", path=" + path + ", users=" + users.keySet()
                + ", passwords=<hidden>, settings=" + settings + "]";
    }
}
