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

    /** How long it has waited for a request, if it does: the longer, the less likely is it that one is on its way. */
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
            // Nothing is left to be told to anybody.
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
            page(new RequestHead("GET", "/", 1, List.of()), out, e.status(), e.getMessage() + "\n", false);
            linger(in);
            return false;
        }
        HttpExchange exchange = new HttpExchange(
                socket, in, out, head, body, (int) server.config().keepAlive().toSeconds());
        answer(exchange);
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

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        RequestHead head = exchange.head;
        boolean reading = head.method().equals("GET") || head.method().equals("HEAD");
        boolean asksQuery = head.target().indexOf('?') >= 0;
        if (reading
                && (head.path().equals("/ping")
                        || head.path().equals("/replicas_status")
                        || head.target().equals("/"))) {
            page(exchange, 200, "Ok.\n");
        } else if (head.method().equals("POST") || head.method().equals("PUT") || reading && asksQuery) {
            server.queries().handle(exchange);
        } else if (head.method().equals("OPTIONS")) {
            page(exchange, 204, "");
        } else if (reading) {
            page(
                    exchange,
                    404,
                    "There is no handle " + head.target() + "\n\n"
                            + "Use / or /ping for health checks.\n"
                            + "Or /replicas_status for more sophisticated health checks.\n\n"
                            + "Send queries from your program with POST method or GET /?query=...\n");
        } else {
            page(exchange, 501, "The method " + head.method() + " is not supported: send queries with POST or GET\n");
        }
    }

    private void page(HttpExchange exchange, int status, String text) throws IOException {
        exchange.settleBody();
        page(exchange.head, exchange.writer, status, text, exchange.mayKeepAlive());
    }

    private void page(RequestHead head, SocketOutput out, int status, String text, boolean keepAlive)
            throws IOException {
        page(head, new ResponseWriter(out, head), status, text, keepAlive);
    }

    private void page(RequestHead head, ResponseWriter writer, int status, String text, boolean keepAlive)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.status(status);
        writer.header("Content-Type", ContentTypes.TEXT);
        writer.header("X-ClickHouse-Server-Display-Name", server.config().displayName());
        if (status != 204) {
            writer.header("Content-Length", Integer.toString(bytes.length));
        }
        writer.sendHeaders(
                keepAlive && status != 204, (int) server.config().keepAlive().toSeconds());
        writer.write(bytes, 0, bytes.length);
        writer.end();
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
     * Lets the client read its answer before the connection goes: closing while bytes of the request are still unread would reset it, and the
     * answer with it.
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
