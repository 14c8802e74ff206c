package dev.houseflow.embedded.internal.chdb;

import dev.houseflow.embedded.internal.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the engine's error texts into {@link EngineException}s. */
public final class EngineErrors {
    private static final Pattern PREFIX = Pattern.compile("\\ACode: (\\d+)\\. (?:DB::Exception: |DB::NetException: )?");
    private static final Pattern NAME = Pattern.compile(" ?\\(([A-Z][A-Z0-9_]+)\\)\\.?\\z");
    private static final Pattern VERSION = Pattern.compile(" ?\\(version [^()]*(?:\\([^()]*\\))?\\)\\.?\\z");

    private EngineErrors() {}

    /**
     * @param text as the library gives it: "Code: N. DB::Exception: message. (NAME)", wrapped once
     *     or more, with or without "(version ...)"; or plain text, for what the library itself
     *     refuses
     */
    public static EngineException parse(String text) {
        int code = 0;
        String name = null;
        String message = text.strip();
        boolean unwrapped = true;
        while (unwrapped) {
            unwrapped = false;
            Matcher prefix = PREFIX.matcher(message);
            if (prefix.find()) {
                // The innermost code is the cause; the wrappers repeat it.
                code = Integer.parseInt(prefix.group(1));
                message = message.substring(prefix.end());
                unwrapped = true;
            }
            Matcher tail = NAME.matcher(message);
            if (tail.find() && code != 0) {
                name = name == null ? tail.group(1) : name;
                message = message.substring(0, tail.start());
                unwrapped = true;
            }
            Matcher version = VERSION.matcher(message);
            if (version.find()) {
                message = message.substring(0, version.start());
                unwrapped = true;
            }
        }
        if (code == 0) {
            return new EngineException(1002, "UNKNOWN_EXCEPTION", message);
        }
        return new EngineException(code, name == null ? "UNKNOWN_EXCEPTION" : name, message);
    }
}
