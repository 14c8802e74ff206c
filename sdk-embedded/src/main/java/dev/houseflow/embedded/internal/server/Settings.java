package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import java.util.Locale;
import java.util.Map;

/** The settings that the HTTP side itself obeys: those of the request, else the server's. */
final class Settings {
    private final Map<String, String> defaults;
    private final Map<String, String> ofRequest;

    Settings(Map<String, String> defaults, Map<String, String> ofRequest) {
        this.defaults = defaults;
        this.ofRequest = ofRequest;
    }

    String text(String name, String otherwise) {
        String value = ofRequest.get(name);
        return value != null ? value : defaults.getOrDefault(name, otherwise);
    }

    boolean flag(String name, boolean otherwise) throws EngineException {
        String text = text(name, null);
        return text == null ? otherwise : parseFlag(name, text);
    }

    long number(String name, long otherwise) throws EngineException {
        String text = text(name, null);
        return text == null ? otherwise : parse(name, text);
    }

    static boolean parseFlag(String name, String text) throws EngineException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> true;
            case "0", "false", "" -> false;
            default ->
                throw new EngineException(
                        467,
                        "CANNOT_PARSE_BOOL",
                        "Cannot parse '" + text + "' as a boolean for " + name + ": send 0 or 1");
        };
    }

    static long parse(String name, String text) throws EngineException {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new EngineException(72, "CANNOT_PARSE_NUMBER", "Cannot parse '" + text + "' as a number for " + name);
        }
    }
}
