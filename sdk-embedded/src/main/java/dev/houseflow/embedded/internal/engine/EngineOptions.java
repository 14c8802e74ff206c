package dev.houseflow.embedded.internal.engine;

import java.util.List;
import java.util.Map;

/**
 * How an {@link Engine} is started.
 *
 * @param settings the default profile: a value for each setting that every query starts with
 * @param profiles further profiles that a request may ask for by name, each with its settings
 * @param roles roles that a request may ask for by name, each with its {@code GRANT} statements (without "TO role")
 * @param maxConcurrentQueries how many queries may run at once; one more is refused with code 202
 * @param maxMemoryBytes what all queries together may use, as {@code max_server_memory_usage}; 0 leaves it to ClickHouse
 */
public record EngineOptions(
        Map<String, String> settings,
        Map<String, Map<String, String>> profiles,
        Map<String, List<String>> roles,
        int maxConcurrentQueries,
        long maxMemoryBytes) {

    /** 64 queries at once, ClickHouse's own settings and limits, no roles. */
    public static final EngineOptions DEFAULT = new EngineOptions(Map.of(), Map.of(), Map.of(), 64, 0);

    public EngineOptions {
        settings = Map.copyOf(settings);
        profiles = Map.copyOf(profiles);
        roles = Map.copyOf(roles);
        if (maxConcurrentQueries < 1) {
            throw new IllegalArgumentException("maxConcurrentQueries must be at least 1, not " + maxConcurrentQueries);
        }
        if (maxMemoryBytes < 0) {
            throw new IllegalArgumentException("maxMemoryBytes must not be negative: " + maxMemoryBytes);
        }
    }
}
