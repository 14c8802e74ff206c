package dev.houseflow.embedded.internal.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The {@code config.xml} and {@code users.xml} that the engine boots from. */
final class EngineConfig {
    /** Where the library's own defaults differ from those of a server. */
    private static final Map<String, String> SERVER_DEFAULTS = Map.of(
            "implicit_select", "0",
            "allow_introspection_functions", "0",
            "storage_file_read_method", "pread",
            "output_format_arrow_use_native_writer", "1");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private EngineConfig() {}

    /** Writes both files below the data path and gives the path of {@code config.xml}. */
    static Path write(Path home, EngineOptions options, Boundary boundary) throws IOException {
        Path folder = home.resolve("houseflow-config");
        Files.createDirectories(folder);
        Path users = folder.resolve("users.xml");
        Files.writeString(users, users(options, boundary));
        Path config = folder.resolve("config.xml");
        Files.writeString(config, config(users, home.resolve("backups"), options));
        return config;
    }

    private static String config(Path users, Path backups, EngineOptions options) {
        StringBuilder xml = new StringBuilder("<clickhouse>");
        element(xml, "users_config", users.toString());
        xml.append("<user_directories><users_xml>");
        element(xml, "path", users.toString());
        xml.append("</users_xml></user_directories>");
        xml.append("<backups>");
        element(xml, "allowed_path", backups.toString());
        xml.append("</backups>");
        if (options.maxMemoryBytes() > 0) {
            element(xml, "max_server_memory_usage", Long.toString(options.maxMemoryBytes()));
        }
        return xml.append("</clickhouse>\n").toString();
    }

    private static String users(EngineOptions options, Boundary boundary) {
        StringBuilder xml = new StringBuilder("<clickhouse><profiles>");
        Map<String, String> defaults = new TreeMap<>(SERVER_DEFAULTS);
        defaults.putAll(options.settings());
        // The server sets it for each request, behind the settings of its own that it would forbid.
        defaults.remove("readonly");
        profile(xml, "default", defaults, boundary.constants());
        options.profiles().forEach((name, settings) -> profile(xml, name, settings, List.of()));
        xml.append("</profiles><roles>");
        options.roles().forEach((name, grants) -> {
            xml.append('<').append(named(name)).append('>');
            grants(xml, grants);
            xml.append("</").append(name).append('>');
        });
        xml.append("</roles><users><default><password></password><networks><ip>::/0</ip></networks>");
        element(xml, "profile", "default");
        element(xml, "quota", "default");
        StringBuilder roles = new StringBuilder();
        options.roles().keySet().forEach(role -> roles.append(roles.length() == 0 ? "" : ", ")
                .append(role));
        List<String> grants = new ArrayList<>(boundary.grants());
        if (roles.length() > 0) {
            grants.add("GRANT " + roles);
        }
        grants(xml, grants);
        return xml.append("</default></users><quotas><default></default></quotas></clickhouse>\n")
                .toString();
    }

    private static void profile(StringBuilder xml, String name, Map<String, String> settings, List<String> constants) {
        xml.append('<').append(named(name)).append('>');
        new TreeMap<>(settings).forEach((setting, value) -> element(xml, named(setting), value));
        xml.append("<constraints>");
        constants.forEach(setting -> xml.append('<')
                .append(setting)
                .append("><const/></")
                .append(setting)
                .append('>'));
        xml.append("</constraints>");
        xml.append("</").append(name).append('>');
    }

    private static void grants(StringBuilder xml, List<String> queries) {
        xml.append("<grants>");
        queries.forEach(query -> element(xml, "query", query));
        xml.append("</grants>");
    }

    private static void element(StringBuilder xml, String name, String text) {
        xml.append('<').append(name).append('>');
        xml.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        xml.append("</").append(name).append('>');
    }

    private static String named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a setting, profile or role:"
                    + " use letters, digits and underscores.");
        }
        return name;
    }
}
