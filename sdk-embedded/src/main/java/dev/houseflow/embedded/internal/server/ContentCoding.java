package dev.houseflow.embedded.internal.server;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.http.BlockInput;
import dev.houseflow.internal.compress.Lz4FrameDecoder;
import dev.houseflow.internal.wire.ByteSourceInputStream;
import dev.houseflow.internal.wire.InputStreamSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.xxhash.XXHashFactory;

/**
 * HTTP's own content codings: what the body of a request or a response is compressed with as a
 * whole.
 */
enum ContentCoding {
    ZSTD("zstd"),
    LZ4("lz4"),
    GZIP("gzip"),
    DEFLATE("deflate");

    private static final int BUFFER = 64 * 1024;

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }

    /**
     * The coding that a ClickHouse server would take out of {@code Accept-Encoding}, among those
     * known here; {@code null} for none.
     */
    static ContentCoding accepted(String acceptEncoding) {
        String list = acceptEncoding.toLowerCase(Locale.ROOT);
        for (ContentCoding coding : values()) {
            if (list.contains(coding.token)) {
                return coding;
            }
        }
        return null;
    }

    /** The coding that {@code Content-Encoding} names; {@code null} for none. */
    static ContentCoding declared(String contentEncoding) throws EngineException {
        String name = contentEncoding.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals("identity") || name.equals("none")) {
            return null;
        }
        for (ContentCoding coding : values()) {
            if (coding.token.equals(name)) {
                return coding;
            }
        }
        throw Errors.notImplemented(
                "Unknown compression method '" + contentEncoding
                        + "'. The embedded server reads request bodies in 'gzip', 'deflate', 'zstd' and 'lz4': send one of these");
    }

    /**
     * Wraps {@code source} so that the start of the coded stream is only read with the first byte
     * asked for.
     */
    InputStream decoder(InputStream source) {
        return new Late(this, source);
    }

    private InputStream open(InputStream source) throws IOException {
        return switch (this) {
            case ZSTD -> new ZstdInputStream(source);
            case LZ4 ->
                // Clients may link the blocks of a frame, which the library does not know.
                new ByteSourceInputStream(new Lz4FrameDecoder(
                        new InputStreamSource(source), what -> new IOException("The body in lz4 " + what)));
            case GZIP -> new GZIPInputStream(source, BUFFER);
            case DEFLATE -> new InflaterInputStream(source, new Inflater(), BUFFER);
        };
    }

    /**
     * A coder whose {@code flush()} sends all that was written so far, so that a broken-off answer
     * can be read up to its end.
     */
    OutputStream encoder(OutputStream target, int level) throws IOException {
        return switch (this) {
            case ZSTD -> new ZstdOutputStream(target, level);
            case LZ4 ->
                new LZ4FrameOutputStream(
                        target,
                        LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
                        -1L,
                        LZ4Factory.safeInstance().fastCompressor(),
                        XXHashFactory.safeInstance().hash32(),
                        LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE);
            case GZIP -> new Gzip(target, zlibLevel(level));
            case DEFLATE -> new DeflaterOutputStream(target, new Deflater(zlibLevel(level)), BUFFER, true);
        };
    }

    private static int zlibLevel(int level) {
        return Math.max(-1, Math.min(9, level));
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream target, int level) throws IOException {
            super(target, BUFFER, true);
            def.setLevel(level);
        }
    }

    /**
     * The decoders read a header when they are made; here that waits, so that a request is looked
     * at before its body is.
     */
    private static final class Late extends BlockInput {
        private final ContentCoding coding;
        private final InputStream source;
        private InputStream decoder;

        Late(ContentCoding coding, InputStream source) {
            this.coding = coding;
            this.source = source;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (decoder == null) {
                decoder = coding.open(source);
            }
            return decoder.read(target, offset, length);
        }
    }
}
