package dev.houseflow.samples;

import dev.houseflow.embedded.EmbeddedClickHouse;
import java.nio.file.Path;

/** An embedded server with everything said that can be. */
public final class EmbeddedOptions {
    private EmbeddedOptions() {}

    static void start(Path data) {
        // snippet: embedded-builder
        try (EmbeddedClickHouse server = EmbeddedClickHouse.builder()
                .dataPath(data) // kept at the end; without it the data are temporary
                .port(0) // any that is free; the default
                .user("ana", "s3cret") // with the first user named, the user "default" is gone
                .setting("max_threads", "2") // what every query starts with
                .logListener(System.err::println)
                .start()) {
            System.out.println(server.endpoint());
        }
        // end
    }
}
