package dev.houseflow.benchmarks.replay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An HTTP server in a process of its own whose answers are as long as asked for: {@code repeat:N}
 * sends the same Native block N times, {@code rows:N} sends N rows in such blocks, and {@code
 * slow:N} sends N blocks of one row with a pause before each, whose value is the time at which it
 * was sent. There is one table; what is inserted
 * into it is read and dropped.
 */
public final class RepeatServer {
    /** Rows of a repeated block: 512 KiB of two numbers each. */
    public static final int ROWS = 32_768;

    static final String PASSWORD = "houseflow";

    private static final long PAUSE_MILLIS = 20;
    private static final Pattern ORDER = Pattern.compile("(repeat|rows|slow):(\\d+)");
    private static final byte[] HEAD = ascii("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
            + "Transfer-Encoding: chunked\r\nConnection: Keep-Alive\r\nKeep-Alive: timeout=30\r\n"
            + "X-ClickHouse-Format: Native\r\nX-ClickHouse-Timezone: UTC\r\n\r\n");
    private static final byte[] DONE = ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n"
            + "X-ClickHouse-Format: Native\r\nX-ClickHouse-Timezone: UTC\r\n\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] BLOCK = chunk(block(ROWS));

    private RepeatServer() {}

    /**
     * Listens on loopback, prints the port without TLS and the one with it, and ends when its
     * standard input does.
     *
     * @param args the key store of the TLS port
     */
    public static void main(String[] args) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        ServerSocket plain = new ServerSocket(0, 256, loopback);
        ServerSocket tls = context(Path.of(args[0])).getServerSocketFactory().createServerSocket(0, 256, loopback);
        start(() -> accept(plain));
        start(() -> accept(tls));
        System.out.println(plain.getLocalPort() + " " + tls.getLocalPort());
        while (System.in.read() >= 0) {
            // Nothing is said on this channel: only its end counts.
        }
    }

    private static SSLContext context(Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "repeat");
        thread.setDaemon(true);
        thread.start();
    }

    private static void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            System.err.println("The server cannot accept connections: " + e);
            System.exit(1);
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = socket.getOutputStream();
            for (String request = request(in); request != null; request = request(in)) {
                Matcher order = ORDER.matcher(request);
                if (request.contains("DESCRIBE TABLE")) {
                    out.write(HEAD);
                    out.write(chunk(table()));
                    out.write(LAST_CHUNK);
                } else if (order.find()) {
                    answer(order.group(1), Long.parseLong(order.group(2)), out);
                } else {
                    out.write(DONE);
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client broke the connection off, as clients may.
        }
    }

    private static void answer(String order, long count, OutputStream out) throws IOException, InterruptedException {
        out.write(HEAD);
        switch (order) {
            case "slow" -> {
                for (long i = 0; i < count; i++) {
                    Thread.sleep(PAUSE_MILLIS);
                    out.write(chunk(stamp(System.nanoTime())));
                }
            }
            case "rows" -> {
                repeat(count / ROWS, out);
                if (count % ROWS > 0) out.write(chunk(block((int) (count % ROWS))));
            }
            default -> repeat(count, out);
        }
        out.write(LAST_CHUNK);
    }

    private static void repeat(long blocks, OutputStream out) throws IOException {
        for (long i = 0; i < blocks; i++) out.write(BLOCK);
    }

    /**
     * The head of a request and the beginning of its body; {@code null} at the end of the
     * connection.
     */
    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        long length = 0;
        boolean chunked = false;
        for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
            if (line == null) {
                return null;
            }
            text.append(line).append('\n');
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).trim());
            }
            chunked |= line.equalsIgnoreCase("Transfer-Encoding: chunked");
        }
        if (!chunked) {
            body(in, length, text);
            return text.toString();
        }
        for (long size = Long.parseLong(line(in), 16); size > 0; size = Long.parseLong(line(in), 16)) {
            body(in, size, text);
            line(in);
        }
        line(in);
        return text.toString();
    }

    private static void body(InputStream in, long length, StringBuilder text) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new IOException("The request ended inside of its body");
            }
            if (text.length() < 4096) {
                text.append(new String(buffer, 0, Math.min(n, 1024), StandardCharsets.ISO_8859_1));
            }
            left -= n;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Two columns. */
    private static byte[] block(int rows) {
        ByteBuffer block = ByteBuffer.allocate(rows * 16 + 64).order(ByteOrder.LITTLE_ENDIAN);
        block.put((byte) 2);
        for (int rest = rows; ; rest >>>= 7) {
            if (rest < 128) {
                block.put((byte) rest);
                break;
            }
            block.put((byte) (rest | 128));
        }
        put(block, "id", "Int64");
        for (int i = 0; i < rows; i++) {
            block.putLong(i);
        }
        put(block, "price", "Float64");
        for (int i = 0; i < rows; i++) {
            block.putDouble(i / 7.0);
        }
        return bytes(block);
    }

    private static byte[] stamp(long value) {
        ByteBuffer block = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        block.put((byte) 1).put((byte) 1);
        put(block, "sent", "Int64");
        block.putLong(value);
        return bytes(block);
    }

    /** The table that inserts go to, as {@code DESCRIBE TABLE} says it. */
    private static byte[] table() {
        ByteBuffer block = ByteBuffer.allocate(256);
        block.put((byte) 3).put((byte) 3);
        texts(block, "name", "id", "symbol", "price");
        texts(block, "type", "Int64", "String", "Float64");
        texts(block, "default_type", "", "", "");
        return bytes(block);
    }

    private static void texts(ByteBuffer block, String name, String... values) {
        put(block, name, "String");
        for (String value : values) {
            block.put((byte) value.length()).put(ascii(value));
        }
    }

    private static void put(ByteBuffer block, String name, String type) {
        block.put((byte) name.length())
                .put(ascii(name))
                .put((byte) type.length())
                .put(ascii(type));
    }

    private static byte[] bytes(ByteBuffer block) {
        byte[] bytes = new byte[block.position()];
        block.flip().get(bytes);
        return bytes;
    }

    private static byte[] chunk(byte[] data) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(data.length + 16);
        chunk.writeBytes(ascii(Integer.toHexString(data.length) + "\r\n"));
        chunk.writeBytes(data);
        chunk.writeBytes(ascii("\r\n"));
        return chunk.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
