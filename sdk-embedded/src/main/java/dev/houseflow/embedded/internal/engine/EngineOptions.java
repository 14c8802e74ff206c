package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.OutsideAccess;
import java.util.List;
import java.util.Map;

/**
 * How an {@link Engine} is started.
 *
 * @param settings the default profile: a value for each setting that every query starts with
 * @param profiles further profiles that a request may ask for by name, each with its settings
 * @param roles roles that a request may ask for by name, each with its {@code GRANT} statements
 *     (without "TO role")
 * @param maxConcurrentQueries how many queries may run at once; one more is refused with code 202
 * @param maxMemoryBytes what all queries together may use, as {@code max_server_memory_usage}; 0
 *     leaves it to ClickHouse
 * @param outsideAccess what queries may reach outside of the data path
 */
public record EngineOptions(
        Map<String, String> settings,
        Map<String, Map<String, String>> profiles,
        Map<String, List<String>> roles,
        int maxConcurrentQueries,
        long maxMemoryBytes,
        OutsideAccess outsideAccess) {
    private static final int DEFAULT_CONCURRENT_QUERIES = 256;

    /** 256 queries at once, ClickHouse's own limits, no roles and no further profiles. */
    public static EngineOptions of(Map<String, String> settings, OutsideAccess outsideAccess) {
        return new EngineOptions(settings, Map.of(), Map.of(), DEFAULT_CONCURRENT_QUERIES, 0, outsideAccess);
    }

    /** The {@code readonly} that every query starts with; "0" where it is not set. */
    String readonly() {
        return settings.getOrDefault("readonly", "0");
    }

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
