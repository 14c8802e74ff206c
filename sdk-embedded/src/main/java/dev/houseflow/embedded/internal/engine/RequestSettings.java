package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryCall;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a request, after what the server itself makes of them: profiles, the rule of GET,
 * what cannot be honoured.
 */
final class RequestSettings {
    private static final int DEFAULT_MAX_QUERY_SIZE = 262_144;
    private static final int LARGEST_QUERY_SIZE = 1 << 30;

    private RequestSettings() {}

    /** How much of a request's text may be a statement. */
    static int maxQuerySize(QueryCall call) {
        try {
            long size = Long.parseLong(call.settings().getOrDefault("max_query_size", "" + DEFAULT_MAX_QUERY_SIZE));
            return size > 0 && size < LARGEST_QUERY_SIZE ? (int) size : LARGEST_QUERY_SIZE;
        } catch (NumberFormatException e) {
            // The engine says what is wrong with it when it is set.
            return DEFAULT_MAX_QUERY_SIZE;
        }
    }

    /** What has to be SET on a connection before this request, without the tag. */
    static Map<String, String> of(QueryCall call, EngineOptions options) throws EngineException {
        Map<String, String> settings = new LinkedHashMap<>();
        String profile = call.settings().get("profile");
        if (profile != null) {
            Map<String, String> values = profile.equals("default")
                    ? options.settings()
                    : options.profiles().get(profile);
            if (values == null) {
                throw new EngineException(180, "THERE_IS_NO_PROFILE", "Settings profile `" + profile + "` not found.");
            }
            settings.putAll(values);
        }
        settings.putAll(call.settings());
        settings.remove("profile");
        settings.remove(QueryWatcher.TAG_SETTING);
        refuse(
                settings,
                "http_write_exception_in_output_format",
                "An error after the first bytes of an answer comes"
                        + " as an exception block, in every format. Leave the setting out.");
        refuse(
                settings,
                "replace_running_query",
                "Use KILL QUERY with the id of the running query, then send the new" + " one.");
        refuse(settings, "allow_settings_after_format_in_insert", "Write SETTINGS before FORMAT.");
        if (call.ownStatement()) {
            settings.remove("readonly");
        } else if (call.readOnly() && options.readonly().equals("0")) {
            String readonly = settings.getOrDefault("readonly", "2");
            if (readonly.equals("0") && call.settings().containsKey("readonly")) {
                throw Errors.readonly(
                        "Cannot modify 'readonly' setting in readonly mode. A GET may only read." + " Use POST.");
            }
            settings.put("readonly", readonly.equals("0") ? "2" : readonly);
        }
        return settings;
    }

    private static void refuse(Map<String, String> settings, String name, String instead) throws EngineException {
        String value = settings.getOrDefault(name, "0");
        if (!value.equals("0") && !value.equalsIgnoreCase("false")) {
            throw Errors.notImplemented("The embedded server cannot honour " + name + " = " + value + ". " + instead);
        }
    }
}
