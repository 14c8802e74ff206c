package dev.houseflow.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The limit: the same bytes from a blocking socket in large pieces, undecoded. Its checksum says nothing, so it runs by itself. */
final class RawSocketReading implements Reading {
    private final URI endpoint;
    private final byte[] request;
    private final byte[] buffer = new byte[1 << 18];

    RawSocketReading(String endpoint, Dataset dataset) {
        this.endpoint = URI.create(endpoint);
        String body = "SELECT 'replay:" + dataset.name() + ".native'";
        this.request = ("POST / HTTP/1.1\r\nHost: replay\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public long readAll() throws IOException {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            // The replay server keeps connections open, so the end is the last chunk: "0 CR LF CR LF".
            while (true) {
                int n = in.read(buffer);
                if (n < 0) {
                    throw new IOException("The replay server closed the connection early");
                }
                if (endsWithLastChunk(n)) {
                    return 0;
                }
            }
        }
    }

    private boolean endsWithLastChunk(int n) {
        return n >= 7
                && buffer[n - 1] == '\n'
                && buffer[n - 2] == '\r'
                && buffer[n - 3] == '\n'
                && buffer[n - 4] == '\r'
                && buffer[n - 5] == '0'
                && buffer[n - 6] == '\n'
                && buffer[n - 7] == '\r';
    }
}
