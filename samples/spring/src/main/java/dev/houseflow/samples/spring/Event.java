package dev.houseflow.samples.spring;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What others tell the service. The id is the sender's, so that an event that is sent twice counts once. */
public record Event(UUID id, Instant at, String name, Map<String, String> properties) {
    static final String TABLE =
            "CREATE TABLE IF NOT EXISTS events (id UUID, at DateTime64(3, 'UTC'), name LowCardinality(String), "
                    + "properties Map(String, String)) ENGINE ReplacingMergeTree ORDER BY id";

    public Event {
        Objects.requireNonNull(id, "an event has an id");
        Objects.requireNonNull(at, "an event says when it was, by \"at\"");
        Objects.requireNonNull(name, "an event has a name");
        properties = properties == null ? Map.of() : properties;
    }
}
