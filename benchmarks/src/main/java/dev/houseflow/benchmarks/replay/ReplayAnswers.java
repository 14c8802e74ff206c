package dev.houseflow.benchmarks.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@link ReplayServer} answers: each recording is opened once and serves every connection.
 */
public final class ReplayAnswers {
    /** Up to this size head and body leave in one write, as a real server's small answers do. */
    private static final int SMALL = 64 * 1024;

    private static final Pattern KEY = Pattern.compile("replay(?::|%3A)([A-Za-z0-9._-]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern INSERT = Pattern.compile("INSERT(?:\\s|\\+|%20)+INTO", Pattern.CASE_INSENSITIVE);
    private static final Pattern DESCRIBE = Pattern.compile("DESCRIBE(?:\\s|\\+|%20)+TABLE", Pattern.CASE_INSENSITIVE);

    /** As a server of today answers: it announces the tag by which an exception can be known. */
    private static final String COMMON =
            "X-ClickHouse-Exception-Tag: rpmzuaavvtewfekp\r\nConnection: Keep-Alive\r\nKeep-Alive: timeout=30\r\nX-ClickHouse-Timezone: UTC\r\n"
                    + "X-ClickHouse-Query-Id: replay\r\nX-ClickHouse-Server-Display-Name: replay\r\nX-ClickHouse-Summary: {\"read_rows\":\"0\","
                    + "\"read_bytes\":\"0\",\"written_rows\":\"0\",\"written_bytes\":\"0\",\"total_rows_to_read\":\"0\",\"result_rows\":\"0\","
                    + "\"result_bytes\":\"0\",\"elapsed_ns\":\"1\"}\r\n";

    private static final ByteBuffer INSERTED = direct("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + COMMON + "\r\n");
    private static final ByteBuffer UNKNOWN = direct("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    private final Path directory;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** The head, with the body behind it when {@code file} is {@code null}. */
    private record Answer(ByteBuffer head, FileChannel file, long size) {}

    ReplayAnswers(Path directory) {
        this.directory = directory;
    }

    /** Sends the answer to {@code request}: its head and the beginning of its body. */
    public void send(String request, SocketChannel to) throws IOException {
        if (INSERT.matcher(request).find()) {
            write(INSERTED, to);
            return;
        }
        Matcher key = KEY.matcher(request);
        if (!key.find()) {
            write(UNKNOWN, to);
            return;
        }
        String wanted = DESCRIBE.matcher(request).find() ? Recordings.columnsOf(key.group(1)) : key.group(1);
        Answer answer = answers.get(wanted);
        if (answer == null) {
            answer = open(wanted);
            if (answer == null) {
                write(UNKNOWN, to);
                return;
            }
            answers.put(wanted, answer);
        }
        write(answer.head(), to);
        for (long at = 0; at < answer.size(); ) {
            at += answer.file().transferTo(at, answer.size() - at, to);
        }
    }

    private Answer open(String key) throws IOException {
        Path file = directory.resolve(key);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        byte[] head = head(key);
        long size = Files.size(file);
        if (size > SMALL) {
            return new Answer(direct(head, new byte[0]), FileChannel.open(file), size);
        }
        return new Answer(direct(head, Files.readAllBytes(file)), null, 0);
    }

    private static byte[] head(String key) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\nX-ClickHouse-Format: "
                        + Recordings.formatOf(key) + "\r\n" + COMMON + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(ByteBuffer answer, SocketChannel to) throws IOException {
        ByteBuffer own = answer.duplicate();
        while (own.hasRemaining()) {
            to.write(own);
        }
    }

    private static ByteBuffer direct(String text) {
        return direct(text.getBytes(StandardCharsets.ISO_8859_1), new byte[0]);
    }

    private static ByteBuffer direct(byte[] first, byte[] second) {
        return ByteBuffer.allocateDirect(first.length + second.length)
                .put(first)
                .put(second)
                .flip();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "ReplayAnswers(%s, %d open)", directory, answers.size());
    }
}
