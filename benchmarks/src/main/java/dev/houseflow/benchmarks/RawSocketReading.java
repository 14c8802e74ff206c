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
            while (in.read(buffer) >= 0) {
                // Dropped: only the reading counts.
            }
            return 0;
        }
    }
}
