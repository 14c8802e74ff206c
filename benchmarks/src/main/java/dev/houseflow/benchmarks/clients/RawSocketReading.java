package dev.houseflow.benchmarks.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The limit of reading: the same bytes from a blocking socket in large pieces into one buffer,
 * undecoded.
 */
public final class RawSocketReading implements Reading {
    private static final int PIECE = 1 << 20;

    /**
     * The end of an answer: nothing but the end of a recording looks like this at the end of a
     * read.
     */
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] request;
    private final byte[] buffer = new byte[PIECE];
    private final Socket socket;

    public RawSocketReading(String endpoint, String key) throws IOException {
        URI uri = URI.create(endpoint);
        String body = "SELECT 'replay:" + key + "'";
        this.request = ("POST / HTTP/1.1\r\nHost: replay\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
        this.socket = new Socket(uri.getHost(), uri.getPort());
    }

    @Override
    public long readAll() throws IOException {
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        byte[] last = new byte[LAST_CHUNK.length];
        do {
            int n = in.read(buffer);
            if (n < 0) {
                throw new IOException("The replay server closed the connection");
            }
            int kept = Math.min(n, last.length);
            System.arraycopy(last, kept, last, 0, last.length - kept);
            System.arraycopy(buffer, n - kept, last, last.length - kept, kept);
        } while (!Arrays.equals(last, LAST_CHUNK));
        return 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
