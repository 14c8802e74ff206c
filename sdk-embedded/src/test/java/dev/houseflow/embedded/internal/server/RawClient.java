package dev.houseflow.embedded.internal.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client that sends and shows bytes as they are. */
final class RawClient implements Closeable {
    /** What came back; {@code whole} is whether the framing of the body was ended as HTTP wants it. */
    record Response(String status, List<String> headers, byte[] body, List<Integer> chunks, boolean whole) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setTcpNoDelay(true);
        // A server that never answers fails a test instead of stopping it.
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
    }

    /** Sends text, one byte per char. */
    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    RawClient post(String target, String headers, byte[] body) throws IOException {
        send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: " + body.length
                + "\r\n\r\n");
        return send(body);
    }

    RawClient post(String target, String body) throws IOException {
        return post(target, "", body.getBytes(StandardCharsets.UTF_8));
    }

    RawClient get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** The next line, without its end; {@code null} at the end of the stream. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    Response response() throws IOException {
        return response(false);
    }

    Response response(boolean withoutBody) throws IOException {
        String status = line();
        List<String> headers = new ArrayList<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        return body(status, headers, withoutBody);
    }

    Response body(String status, List<String> headers, boolean withoutBody) throws IOException {
        Response head = new Response(status, headers, new byte[0], List.of(), true);
        if (withoutBody) {
            return head;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Integer> chunks = new ArrayList<>();
        boolean whole = true;
        if ("chunked".equals(head.header("Transfer-Encoding"))) {
            whole = chunked(body, chunks);
        } else if (head.header("Content-Length") != null) {
            int length = Integer.parseInt(head.header("Content-Length"));
            body.write(in.readNBytes(length));
            whole = body.size() == length;
        } else {
            in.transferTo(body);
        }
        return new Response(status, headers, body.toByteArray(), chunks, whole);
    }

    private boolean chunked(ByteArrayOutputStream body, List<Integer> chunks) throws IOException {
        while (true) {
            String size = line();
            if (size == null) {
                return false;
            }
            int length = Integer.parseInt(size, 16);
            chunks.add(length);
            body.write(in.readNBytes(length));
            line();
            if (length == 0) {
                return true;
            }
        }
    }

    /** Whether the server has closed the connection. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
