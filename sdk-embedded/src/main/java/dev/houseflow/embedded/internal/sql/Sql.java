package dev.houseflow.embedded.internal.sql;

import dev.houseflow.embedded.internal.EngineException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The few statements that this side writes itself. */
public final class Sql {
    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    private Sql() {}

    public static String string(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    public static String identifier(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    /**
     * {@code SET} with every value as a string: the engine converts it, and refuses all of them
     * when one is wrong.
     */
    public static String set(Map<String, String> settings) throws EngineException {
        for (String name : settings.keySet()) {
            if (!SETTING.matcher(name).matches()) {
                throw new EngineException(
                        115, "UNKNOWN_SETTING", "Setting " + name + " is neither a builtin setting nor a custom one.");
            }
        }
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + string(setting.getValue()))
                .collect(Collectors.joining(", ", "SET ", ""));
    }

    public static String setRole(Collection<String> roles) {
        return roles.isEmpty()
                ? "SET ROLE NONE"
                : roles.stream().map(Sql::identifier).collect(Collectors.joining(", ", "SET ROLE ", ""));
    }

    public static String use(String database) {
        return "USE " + identifier(database);
    }
}
