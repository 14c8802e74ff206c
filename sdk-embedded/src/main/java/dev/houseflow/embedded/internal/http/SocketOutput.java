package dev.houseflow.embedded.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * The bytes that go to a client, buffered. It remembers when the client could not be reached any
 * more.
 */
public final class SocketOutput extends OutputStream {
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int size;
    private volatile boolean broken;

    public SocketOutput(Socket socket) throws IOException {
        this.out = socket.getOutputStream();
    }

    public boolean isBroken() {
        return broken;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - size) {
            drain();
        }
        if (length > buffer.length) {
            send(bytes, offset, length);
            return;
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    @Override
    public void flush() throws IOException {
        drain();
    }

    private void drain() throws IOException {
        int count = size;
        size = 0;
        if (count > 0) {
            send(buffer, 0, count);
        }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }
}
