package dev.houseflow.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server that answers with bytes recorded before, from memory, so that no server's own speed hides a client's.
 *
 * <p>A request names its recording anywhere in its URL or body as {@code replay:KEY}. Every answer is chunked, in chunks of 64 KiB, with the
 * headers that ClickHouse sends. Request bodies are read to their end and dropped.
 */
final class ReplayServer implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final Pattern KEY = Pattern.compile("replay(?::|%3A)([A-Za-z0-9._-]+)");

    private final ServerSocket listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final Map<String, Recording> recordings = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private record Recording(String format, byte[] body) {}

    ReplayServer() throws IOException {
        Thread acceptor = new Thread(this::accept, "replay-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on {@code replay:key} is answered with {@code body}, announced as {@code format}. */
    void record(String key, String format, byte[] body) {
        recordings.put(key, new Recording(format, body));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread worker = new Thread(() -> serve(socket), "replay-" + connections.incrementAndGet());
                worker.setDaemon(true);
                worker.start();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException("The replay server cannot accept connections", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), CHUNK);
            OutputStream out = socket.getOutputStream();
            String request = readRequest(in);
            while (request != null) {
                answer(request, out);
                request = request.contains("Connection: close\n") ? null : readRequest(in);
            }
        } catch (IOException e) {
            // The client broke the connection off, as clients may.
        } finally {
            open.remove(socket);
        }
    }

    private void answer(String request, OutputStream out) throws IOException {
        Matcher key = KEY.matcher(request);
        Recording recording = key.find() ? recordings.get(key.group(1)) : null;
        if (recording == null) {
            out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: Keep-Alive\r\nKeep-Alive: timeout=30\r\nX-ClickHouse-Format: "
                        + recording.format()
                        + "\r\nX-ClickHouse-Timezone: UTC\r\nX-ClickHouse-Query-Id: replay\r\n"
                        + "X-ClickHouse-Server-Display-Name: replay\r\nX-ClickHouse-Summary: {\"read_rows\":\"0\"}\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        byte[] body = recording.body();
        for (int at = 0; at < body.length; at += CHUNK) {
            int length = Math.min(CHUNK, body.length - at);
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(body, at, length);
            out.write('\r');
            out.write('\n');
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Head and up to 64 KiB of the body of the next request, or {@code null} when the client has closed the connection. */
    private static String readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        String line = readLine(in);
        if (line == null) {
            return null;
        }
        long length = 0;
        boolean chunked = false;
        while (line != null && !line.isEmpty()) {
            head.append(line).append('\n');
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).trim());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
            line = readLine(in);
        }
        if (chunked) {
            for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
                readBody(in, size, head);
                readLine(in);
            }
            readLine(in);
        } else {
            readBody(in, length, head);
        }
        return head.toString();
    }

    private static long chunkSize(InputStream in) throws IOException {
        String line = readLine(in);
        if (line == null) {
            throw new IOException("The request ended inside its body");
        }
        return Long.parseLong(line.trim(), 16);
    }

    private static void readBody(InputStream in, long length, StringBuilder keep) throws IOException {
        byte[] buffer = new byte[CHUNK];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new IOException("The request ended inside its body");
            }
            if (keep.length() < CHUNK) {
                keep.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
            left -= n;
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (c != '\r') {
                line.append((char) c);
            }
            c = in.read();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
