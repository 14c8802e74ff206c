package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.http.BadRequestException;
import dev.houseflow.embedded.internal.http.HeadReader;
import dev.houseflow.embedded.internal.http.HttpExchange;
import dev.houseflow.embedded.internal.http.RequestBody;
import dev.houseflow.embedded.internal.http.RequestHead;
import dev.houseflow.embedded.internal.http.ResponseWriter;
import dev.houseflow.embedded.internal.http.SocketInput;
import dev.houseflow.embedded.internal.http.SocketOutput;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One client's connection: its requests one after another, and its end. */
final class HttpConnection implements Runnable {
    private static final int HEAD_TIMEOUT_MILLIS = 30_000;
    private static final int LINGER_IDLE_MILLIS = 5_000;
    private static final long LINGER_TOTAL_NANOS = 30_000_000_000L;

    private final Socket socket;
    private final HttpServer server;
    private volatile boolean idle;
    private volatile long idleSince;

    HttpConnection(Socket socket, HttpServer server) {
        this.socket = socket;
        this.server = server;
    }

    /** Whether it waits for a request. */
    boolean isIdle() {
        return idle;
    }

    /**
     * How long it has waited for a request, if it does: the longer, the less likely is it that one
     * is on its way.
     */
    long idleNanos(long now) {
        return now - idleSince;
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            server.log("A connection did not close: " + e);
        }
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            SocketInput in = new SocketInput(socket);
            SocketOutput out = new SocketOutput(socket);
            boolean answered = false;
            while (serveOne(in, out, answered)) {
                answered = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SocketException | SocketTimeoutException clientIsGone) {
            // There is no one left to tell.
            return;
        } catch (IOException e) {
            if (!server.isStopping()) {
                server.log("A connection ended: " + e.getMessage());
            }
        } finally {
            server.ended(this);
        }
    }

    /** Returns whether the connection can go on. */
    private boolean serveOne(SocketInput in, SocketOutput out, boolean again) throws IOException, InterruptedException {
        RequestHead head;
        RequestBody body;
        try {
            if (!awaitRequest(in, again)) {
                return false;
            }
            socket.setSoTimeout(HEAD_TIMEOUT_MILLIS);
            head = new HeadReader(in).read();
            if (head == null) {
                return false;
            }
            body = bodyOf(head, in, out);
        } catch (BadRequestException e) {
            ResponseWriter writer = new ResponseWriter(out, new RequestHead("GET", "/", 1, List.of()));
            byte[] message = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
            RequestRouter.send(writer, server.config(), e.status(), ContentTypes.TEXT, message, false);
            linger(in);
            return false;
        }
        HttpExchange exchange = new HttpExchange(
                socket, in, out, head, body, (int) server.config().keepAlive().toSeconds());
        long begin = System.nanoTime();
        try {
            server.router().answer(exchange);
        } finally {
            if (server.config().logRequests()) server.log(RequestLog.line(exchange, System.nanoTime() - begin));
        }
        if (exchange.writer.keepAlive() && !server.isStopping()) {
            return true;
        }
        linger(in);
        return false;
    }

    private boolean awaitRequest(SocketInput in, boolean again) throws IOException {
        socket.setSoTimeout(again ? (int) server.config().keepAlive().toMillis() : HEAD_TIMEOUT_MILLIS);
        idleSince = System.nanoTime();
        idle = true;
        try {
            return !server.isStopping() && in.awaitInput();
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            idle = false;
        }
    }

    private static RequestBody bodyOf(RequestHead head, SocketInput in, SocketOutput out) throws BadRequestException {
        RequestBody.IoAction sendContinue = () -> {
            if (head.expectsContinue()) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        };
        if (head.has("transfer-encoding")) {
            if (!head.tokens("transfer-encoding").equals(List.of("chunked"))) {
                throw new BadRequestException(501, "The only Transfer-Encoding that is supported is chunked");
            }
            return RequestBody.chunked(in, sendContinue);
        }
        long length = head.contentLength();
        return length <= 0 ? RequestBody.empty() : RequestBody.ofLength(in, length, sendContinue);
    }

    /**
     * Lets the client read its answer before the connection goes: closing while bytes of the
     * request are still unread would reset it, and the answer with it.
     */
    private void linger(SocketInput in) {
        byte[] sink = new byte[16 * 1024];
        long deadline = System.nanoTime() + LINGER_TOTAL_NANOS;
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(LINGER_IDLE_MILLIS);
            while (in.read(sink, 0, sink.length) >= 0 && System.nanoTime() - deadline < 0 && !server.isStopping()) {
                continue;
            }
        } catch (IOException e) {
            // The client has closed first, or never will.
            return;
        }
    }
}
