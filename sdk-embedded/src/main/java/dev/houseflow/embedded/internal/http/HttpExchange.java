package dev.houseflow.embedded.internal.http;

import java.io.IOException;
import java.net.Socket;

/** One request and its response, and what both need of their connection. */
public final class HttpExchange {
    private static final int SETTLE_MILLIS = 200;
    private static final long SETTLE_TOTAL_NANOS = 500_000_000L;
    private static final int SETTLE_BYTES = 1024 * 1024;

    public final RequestHead head;
    public final RequestBody body;
    public final SocketInput in;
    public final SocketOutput out;
    public final ResponseWriter writer;
    public final int keepAliveSeconds;
    private final Socket socket;

    public HttpExchange(
            Socket socket, SocketInput in, SocketOutput out, RequestHead head, RequestBody body, int keepAliveSeconds) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.head = head;
        this.body = body;
        this.writer = new ResponseWriter(out, head);
        this.keepAliveSeconds = keepAliveSeconds;
    }

    /**
     * Whether the connection can serve another request, as far as is known before the headers are
     * sent.
     */
    public boolean mayKeepAlive() {
        return head.wantsKeepAlive() && body.isComplete();
    }

    public boolean clientLeft() {
        return out.isBroken() || in.peerClosed();
    }

    /** How long a read of the body waits for the client. */
    public void bodyTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /**
     * Reads what is left of a short body, so that the connection can be kept. A long one is left
     * alone: its client gets the answer at once and {@code Connection: Close}. Call it only when
     * nothing else reads the body any more.
     */
    public void settleBody() {
        if (body.isComplete() || body.isUntouched() && head.expectsContinue()) {
            return;
        }
        byte[] sink = new byte[16 * 1024];
        long deadline = System.nanoTime() + SETTLE_TOTAL_NANOS;
        int left = SETTLE_BYTES;
        try {
            bodyTimeout(SETTLE_MILLIS);
            while (left > 0 && System.nanoTime() - deadline < 0) {
                int count = body.read(sink, 0, sink.length);
                if (count < 0) {
                    return;
                }
                left -= count;
            }
        } catch (IOException cannotBeKept) {
            // The body stays incomplete; that closes the connection after the answer.
            return;
        }
    }
}
