package dev.houseflow.embedded.internal.http;

import dev.houseflow.embedded.internal.EngineException;
import java.io.InputStream;
import java.io.OutputStream;

/** ClickHouse's own compressed frames, {@code compress=1} and {@code decompress=1}. */
final class Frames {
    private Frames() {}

    static void check(boolean wanted) throws EngineException {
        if (wanted) {
            throw Errors.notImplemented("The embedded server does not read or write compressed frames yet: use enable_http_compression");
        }
    }

    static InputStream decoder(InputStream source) {
        return source;
    }

    static OutputStream encoder(OutputStream target) {
        return target;
    }
}
