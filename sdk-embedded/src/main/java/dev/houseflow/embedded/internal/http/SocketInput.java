package dev.houseflow.embedded.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that a client sends, buffered, with a way to ask whether the client is still there.
 *
 * <p>A request body is read by whichever thread the executor uses, while another thread asks
 * {@link #peerClosed()}; the lock keeps them apart.
 */
public final class SocketInput {
    private static final int PROBE_MILLIS = 1;
    private static final long PROBE_INTERVAL_NANOS = 20_000_000L;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private final ReentrantLock lock = new ReentrantLock();
    private int position;
    private int limit;
    private long nextProbe;
    private volatile boolean ended;

    public SocketInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** The next byte, or -1 at the end of the stream. */
    public int read() throws IOException {
        lock.lock();
        try {
            return position < limit || fill() ? buffer[position++] & 0xFF : -1;
        } finally {
            lock.unlock();
        }
    }

    /** At least one byte where {@code length > 0}, or -1 at the end of the stream. */
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            if (position >= limit && !fill()) {
                return -1;
            }
            int count = Math.min(length, limit - position);
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to read; {@code false} when the stream ends instead. */
    public boolean awaitInput() throws IOException {
        lock.lock();
        try {
            return position < limit || fill();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the client has closed its side. It looks at the socket at most every 20 ms, keeps
     * what it finds there for the next read, and answers {@code false} while another thread waits
     * for more of the request: that thread will meet the end itself.
     */
    public boolean peerClosed() {
        if (ended) {
            return true;
        }
        if (!lock.tryLock()) {
            return false;
        }
        try {
            long now = System.nanoTime();
            if (ended || now - nextProbe < 0 && nextProbe != 0) {
                return ended;
            }
            nextProbe = now + PROBE_INTERVAL_NANOS;
            makeRoom();
            if (limit == buffer.length) {
                return false;
            }
            probe();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void probe() {
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(PROBE_MILLIS);
            try {
                int count = in.read(buffer, limit, buffer.length - limit);
                if (count < 0) {
                    ended = true;
                } else {
                    limit += count;
                }
            } catch (SocketTimeoutException stillThere) {
                // Nothing to read, and not closed either.
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (IOException reset) {
            ended = true;
        }
    }

    private void makeRoom() {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        position = 0;
        limit = 0;
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit = count;
        return true;
    }
}
