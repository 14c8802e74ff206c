package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.http.HttpExchange;
import dev.houseflow.embedded.internal.http.RequestHead;
import dev.houseflow.embedded.internal.http.ResponseWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Decides by method and path what answers a request, as a ClickHouse server with default handlers
 * does.
 */
final class RequestRouter {
    private static final Set<String> HEALTH_PATHS = Set.of("/ping", "/replicas_status");
    private static final String METHODS = "GET, POST, OPTIONS";
    private static final int PREFLIGHT_SECONDS = 600;

    private final HttpServerConfig config;
    private final QueryHandler queries;
    private final String version;

    RequestRouter(HttpServerConfig config, QueryHandler queries, String version) {
        this.config = config;
        this.queries = queries;
        this.version = version;
    }

    void answer(HttpExchange exchange) throws IOException, InterruptedException {
        RequestHead head = exchange.head;
        String refusal = config.origins().refusal(head);
        if (refusal != null) {
            refuse(exchange, refusal);
            return;
        }
        String reader = config.origins().readableBy(head);
        if (reader != null) {
            exchange.writer.header("Access-Control-Allow-Origin", reader);
            exchange.writer.header("Vary", "Origin");
        }
        switch (head.method()) {
            case "GET", "HEAD" -> read(exchange);
            case "POST", "PUT" -> {
                if (isQueryPath(head) || head.path().equals("/")) {
                    queries.handle(exchange);
                } else {
                    notFound(exchange);
                }
            }
            case "OPTIONS" -> preflight(exchange, reader != null);
            default ->
                page(
                        exchange,
                        501,
                        "The method " + head.method() + " is not supported: send queries with POST or GET\n");
        }
    }

    private void read(HttpExchange exchange) throws IOException, InterruptedException {
        RequestHead head = exchange.head;
        if (isQueryPath(head)) {
            queries.handle(exchange);
        } else if (head.target().equals("/") || HEALTH_PATHS.contains(head.path())) {
            page(exchange, 200, "Ok.\n");
        } else if (WebPages.isPage(head.path())) {
            webPage(exchange);
        } else {
            notFound(exchange);
        }
    }

    private static boolean isQueryPath(RequestHead head) {
        return head.target().startsWith("/?")
                || head.target().startsWith("?")
                || head.target().startsWith("/query?")
                || head.target().equals("/query");
    }

    private void preflight(HttpExchange exchange, boolean readable) throws IOException {
        ResponseWriter writer = exchange.writer;
        if (readable) {
            writer.header("Access-Control-Allow-Methods", METHODS);
            writer.header("Access-Control-Max-Age", Integer.toString(PREFLIGHT_SECONDS));
            if (exchange.head.has("access-control-request-headers")) {
                writer.header("Access-Control-Allow-Headers", exchange.head.header("access-control-request-headers"));
            }
            if (exchange.head.header("access-control-request-private-network").equals("true")) {
                writer.header("Access-Control-Allow-Private-Network", "true");
            }
        }
        page(exchange, 204, "");
    }

    private void refuse(HttpExchange exchange, String why) throws IOException {
        EngineException error = new EngineException(497, "ACCESS_DENIED", why);
        exchange.writer.header("X-ClickHouse-Exception-Code", Integer.toString(error.code()));
        page(exchange, 403, ExceptionText.line(error, version) + "\n");
    }

    private void notFound(HttpExchange exchange) throws IOException {
        page(
                exchange,
                404,
                "There is no handle " + exchange.head.target() + "\n\n"
                        + "Use / or /ping for health checks.\n"
                        + "Or /replicas_status for more sophisticated health checks.\n\n"
                        + "Send queries from your program with POST method or GET /?query=...\n");
    }

    private void webPage(HttpExchange exchange) throws IOException {
        WebPages.WebPage page = config.pages().page(exchange.head.path());
        if (page == null) {
            page(exchange, 404, "The engine's library does not hold the page " + exchange.head.path() + ".\n");
            return;
        }
        // Framed by another page, its buttons could be clicked unseen.
        exchange.writer.header("X-Frame-Options", "DENY");
        send(exchange, 200, page.contentType(), page.bytes());
    }

    private void page(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, ContentTypes.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, int status, String contentType, byte[] bytes) throws IOException {
        exchange.settleBody();
        send(exchange.writer, config, status, contentType, bytes, exchange.mayKeepAlive());
    }

    /** Sends a whole answer that no query has made. */
    static void send(
            ResponseWriter writer,
            HttpServerConfig config,
            int status,
            String contentType,
            byte[] bytes,
            boolean mayKeepAlive)
            throws IOException {
        boolean hasBody = status != 204;
        writer.status(status);
        writer.header("X-ClickHouse-Server-Display-Name", config.displayName());
        if (hasBody) {
            writer.header("Content-Type", contentType);
            writer.header("Content-Length", Integer.toString(bytes.length));
        }
        writer.sendHeaders(mayKeepAlive && hasBody, (int) config.keepAlive().toSeconds());
        writer.write(bytes, 0, bytes.length);
        writer.end();
    }
}
