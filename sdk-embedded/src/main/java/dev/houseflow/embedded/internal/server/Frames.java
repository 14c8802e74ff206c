package dev.houseflow.embedded.internal.server;

import dev.houseflow.internal.compress.CompressionMethod;
import dev.houseflow.internal.compress.FrameInputStream;
import dev.houseflow.internal.compress.FrameOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** ClickHouse's own compressed frames, {@code compress=1} and {@code decompress=1}. */
final class Frames {
    private Frames() {}

    static InputStream decoder(InputStream source) {
        return new FrameInputStream(source);
    }

    /** LZ4, as a server with default settings sends it. */
    static OutputStream encoder(OutputStream target) {
        return new FrameOutputStream(target, CompressionMethod.LZ4);
    }
}
