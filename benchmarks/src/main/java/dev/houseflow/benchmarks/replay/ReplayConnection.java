package dev.houseflow.benchmarks.replay;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of a {@link ReplayServer}: reads requests, drops their bodies, sends the answers.
 */
public final class ReplayConnection implements Runnable {
    /** Large, so that the body of an insert costs few calls. */
    private static final int BUFFER = 512 * 1024;

    /** How much of a body is kept to find the recording's key in it. */
    private static final int KEPT = 4096;

    private final SocketChannel channel;
    private final ReplayAnswers answers;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
    private final StringBuilder text = new StringBuilder();

    ReplayConnection(SocketChannel channel, ReplayAnswers answers) {
        this.channel = channel;
        this.answers = answers;
    }

    @Override
    public void run() {
        try (channel) {
            while (readRequest()) {
                answers.send(text.toString(), channel);
            }
        } catch (IOException e) {
            // The client broke the connection off, as clients may.
        }
    }

    /**
     * Reads one request to its end; {@link #text} then holds its head and the beginning of its
     * body.
     */
    private boolean readRequest() throws IOException {
        text.setLength(0);
        long length = 0;
        boolean chunked = false;
        int line = 0;
        while (true) {
            if (!in.hasRemaining() && !fill()) {
                return false;
            }
            char c = (char) in.get();
            if (c == '\r') {
                continue;
            }
            text.append(c);
            if (c != '\n') {
                continue;
            }
            if (text.length() == line + 1) {
                break;
            }
            String header = text.substring(line, text.length() - 1).toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(
                        header.substring("content-length:".length()).trim());
            } else if (header.startsWith("transfer-encoding:") && header.contains("chunked")) {
                chunked = true;
            }
            line = text.length();
        }
        int keep = text.length() + KEPT;
        if (!chunked) {
            drop(length, keep);
            return true;
        }
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            drop(size, keep);
            drop(2, 0);
        }
        drop(2, 0);
        return true;
    }

    private long chunkSize() throws IOException {
        long size = 0;
        while (true) {
            need();
            int c = in.get();
            if (c == '\n') {
                return size;
            }
            int digit = Character.digit(c, 16);
            if (digit >= 0) {
                size = size << 4 | digit;
            }
        }
    }

    private void drop(long count, int keep) throws IOException {
        for (long left = count; left > 0; ) {
            need();
            int n = (int) Math.min(left, in.remaining());
            int kept = Math.min(n, keep - text.length());
            if (kept > 0) {
                byte[] bytes = new byte[kept];
                in.get(in.position(), bytes);
                text.append(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            in.position(in.position() + n);
            left -= n;
        }
    }

    private void need() throws IOException {
        if (!in.hasRemaining() && !fill()) {
            throw new EOFException("The request ended inside of its body");
        }
    }

    private boolean fill() throws IOException {
        in.clear();
        int n = channel.read(in);
        in.flip();
        return n > 0;
    }
}
