package dev.houseflow.embedded.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes one response, a piece at a time: the status line, single header lines while the query
 * runs, the other headers, the body, its end, or none. Not thread-safe.
 */
public final class ResponseWriter {
    private static final int CHUNK = 64 * 1024;

    private final OutputStream socket;
    private final boolean chunkable;
    private final boolean withoutBody;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final byte[] pending = new byte[CHUNK];
    private int pendingSize;
    private int status = 200;
    private boolean statusSent;
    private boolean headersSent;
    private boolean chunked;
    private boolean keepAlive;

    /** @param socket buffered; this class flushes it where something must leave at once */
    public ResponseWriter(OutputStream socket, RequestHead head) {
        this.socket = socket;
        this.chunkable = head.minorVersion() >= 1;
        this.withoutBody = head.method().equals("HEAD");
    }

    public void status(int value) {
        status = value;
    }

    /** The status as it was sent, or as it would be. */
    public int status() {
        return status;
    }

    /** A header that was set, or {@code null}. */
    public String header(String name) {
        return headers.get(name);
    }

    /** Sets a header, in the place of one of the same name. */
    public void header(String name, String value) {
        headers.put(name, value);
    }

    public boolean statusSent() {
        return statusSent;
    }

    public boolean headersSent() {
        return headersSent;
    }

    /** Whether the connection can serve another request, once {@link #end()} was called. */
    public boolean keepAlive() {
        return keepAlive;
    }

    public boolean withoutBody() {
        return withoutBody;
    }

    public void sendStatus() throws IOException {
        if (!statusSent) {
            statusSent = true;
            ascii("HTTP/1." + (chunkable ? 1 : 0) + " " + status + " " + HttpStatus.reason(status) + "\r\n");
        }
    }

    /** Sends one header line, and the status line before it. */
    public void sendLine(String name, String value) throws IOException {
        sendStatus();
        line(name, value);
    }

    /** Sends one header line so that the client sees it at once. */
    public void sendHeader(String name, String value) throws IOException {
        sendLine(name, value);
        socket.flush();
    }

    /**
     * Sends all other headers.
     *
     * @param mayKeepAlive whether the connection is fit for another request after this response
     * @param keepAliveSeconds for how long
     */
    public void sendHeaders(boolean mayKeepAlive, int keepAliveSeconds) throws IOException {
        sendStatus();
        headersSent = true;
        boolean sized = headers.containsKey("Content-Length");
        chunked = chunkable && !sized;
        keepAlive = mayKeepAlive && chunkable;
        line("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        line("Connection", keepAlive ? "Keep-Alive" : "Close");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            line(header.getKey(), header.getValue());
        }
        if (chunked) {
            line("Transfer-Encoding", "chunked");
        }
        if (keepAlive) {
            line("Keep-Alive", "timeout=" + keepAliveSeconds);
        }
        ascii("\r\n");
    }

    /** Adds to the body. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (withoutBody || length == 0) {
            return;
        }
        if (length >= CHUNK) {
            flushChunk();
            chunk(bytes, offset, length);
            return;
        }
        if (pendingSize + length > CHUNK) {
            flushChunk();
        }
        System.arraycopy(bytes, offset, pending, pendingSize, length);
        pendingSize += length;
    }

    /** Sends what was written so far, as a chunk of its own. */
    public void flush() throws IOException {
        flushChunk();
        socket.flush();
    }

    /** Ends the body as a whole one. */
    public void end() throws IOException {
        flushChunk();
        if (chunked && !withoutBody) {
            ascii("0\r\n\r\n");
        }
        socket.flush();
    }

    /** Ends the body as a broken one: without the last chunk, and the connection must be closed. */
    public void breakOff() throws IOException {
        keepAlive = false;
        flush();
    }

    private void flushChunk() throws IOException {
        int size = pendingSize;
        pendingSize = 0;
        if (size > 0) {
            chunk(pending, 0, size);
        }
    }

    private void chunk(byte[] bytes, int offset, int length) throws IOException {
        if (chunked) {
            ascii(Integer.toHexString(length) + "\r\n");
        }
        socket.write(bytes, offset, length);
        if (chunked) {
            ascii("\r\n");
        }
    }

    private void line(String name, String value) throws IOException {
        // A line break in a value would forge headers.
        String safe = value.replace('\r', ' ').replace('\n', ' ');
        socket.write((name + ": " + safe + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void ascii(String text) throws IOException {
        socket.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
