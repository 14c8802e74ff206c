package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An error in the two ways in which it reaches the client: as the body, or as a block behind rows
 * that were already sent.
 */
final class ExceptionText {
    private static final byte[] MARKER = "__exception__".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW_LINE = {'\r', '\n'};
    private static final int MAX_BLOCK = 16 * 1024;
    private static final int LENGTH_DIGITS = 8;

    private ExceptionText() {}

    /** The line that a ClickHouse server writes for an error, without the line break. */
    static String line(EngineException e, String version) {
        String message = e.getMessage();
        String end = message.endsWith(".") ? "" : ".";
        return "Code: " + e.code() + ". DB::Exception: " + message + end + " (" + e.codeName() + ") (version " + version
                + " (official build))";
    }

    /** The same as a body. */
    static byte[] body(String line) {
        return (line.endsWith("\n") ? line : line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The block that ends a body which began as a success: marker, tag, message, length and tag,
     * marker. It is at most 16 KiB; a longer message is cut, between characters.
     */
    static byte[] block(String line, String tag) {
        byte[] tagBytes = tag.getBytes(StandardCharsets.US_ASCII);
        int around = 2 * (MARKER.length + tagBytes.length) + 5 * NEW_LINE.length + LENGTH_DIGITS + 1;
        byte[] message = cut(line.getBytes(StandardCharsets.UTF_8), MAX_BLOCK - around);
        boolean ended = message.length > 0 && message[message.length - 1] == '\n';
        int length = message.length + (ended ? 0 : 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + around);
        out.writeBytes(NEW_LINE);
        out.writeBytes(MARKER);
        out.writeBytes(NEW_LINE);
        out.writeBytes(tagBytes);
        out.writeBytes(NEW_LINE);
        out.writeBytes(message);
        if (!ended) {
            out.write('\n');
        }
        out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(tagBytes);
        out.writeBytes(NEW_LINE);
        out.writeBytes(MARKER);
        out.writeBytes(NEW_LINE);
        return out.toByteArray();
    }

    private static byte[] cut(byte[] utf8, int max) {
        if (utf8.length <= max) {
            return utf8;
        }
        int end = max;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }
}
