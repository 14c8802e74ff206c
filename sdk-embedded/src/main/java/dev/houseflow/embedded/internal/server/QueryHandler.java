package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryExecutor;
import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.http.HttpExchange;
import dev.houseflow.embedded.internal.http.RequestHead;
import dev.houseflow.embedded.internal.http.UrlParameters;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.function.Consumer;

/** Answers the requests that carry a query. */
final class QueryHandler {
    private static final String EXPOSED =
            "X-ClickHouse-Query-Id,X-ClickHouse-Summary,X-ClickHouse-Server-Display-Name,X-ClickHouse-Format,"
                    + "X-ClickHouse-Timezone,X-ClickHouse-Exception-Code,X-ClickHouse-Exception-Tag";

    private final QueryExecutor executor;
    private final HttpServerConfig config;
    private final Authenticator authenticator;
    private final Consumer<String> log;

    QueryHandler(QueryExecutor executor, HttpServerConfig config, Consumer<String> log) {
        this.executor = executor;
        this.config = config;
        this.authenticator = new Authenticator(config.users());
        this.log = log;
    }

    /** Runs the query and sends its answer. Throws when the answer could not be sent. */
    void handle(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.writer.header("Content-Type", ContentTypes.TEXT);
        exchange.writer.header("Access-Control-Expose-Headers", EXPOSED);
        exchange.writer.header("X-ClickHouse-Server-Display-Name", config.displayName());
        RequestOptions plan;
        StatementStream statement;
        UrlParameters url;
        try {
            url = UrlParameters.parse(exchange.head.queryString());
            requireLength(exchange.head);
            authenticator.check(exchange.head, url);
            plan = RequestOptions.of(exchange.head, url, config);
            statement = statement(exchange, plan);
        } catch (EngineException e) {
            new HttpReply(exchange, ReplyOptions.PLAIN, executor.version()).fail(e);
            return;
        }
        run(exchange, plan, url, statement);
    }

    private void run(HttpExchange exchange, RequestOptions plan, UrlParameters url, StatementStream statement)
            throws IOException, InterruptedException {
        Settings settings = new Settings(config.engineDefaults(), plan.settings());
        HttpReply reply = new HttpReply(exchange, plan.reply(), executor.version());
        exchange.writer.header("X-ClickHouse-Query-Id", plan.queryId());
        exchange.writer.header("X-ClickHouse-Timezone", executor.timezone());
        try {
            exchange.bodyTimeout((int) Math.min(3600, Math.max(1, settings.number("http_receive_timeout", 30))) * 1000);
            QueryProgress progress = plan.multipart()
                    ? executeForm(exchange, plan, url, statement, reply)
                    : executor.execute(plan.call(statement), reply);
            if (statement.failure() != null) {
                throw statement.failure();
            }
            reply.finish(progress);
        } catch (EngineException e) {
            if (!statement.clientLeft() && !exchange.out.isBroken()) {
                reply.fail(statement.failure() != null ? statement.failure() : e);
            } else {
                throw new SocketException("The client left before its answer");
            }
        } catch (RuntimeException e) {
            log.accept("Query " + plan.queryId() + " failed in the server: " + e);
            reply.fail(Errors.logicalError("The embedded server failed: " + e));
        } finally {
            reply.release();
        }
    }

    private QueryProgress executeForm(
            HttpExchange exchange, RequestOptions plan, UrlParameters url, StatementStream body, HttpReply reply)
            throws EngineException, InterruptedException {
        FormRequest form = new FormRequest(executor, plan, url, exchange::clientLeft);
        try {
            return executor.execute(form.load(exchange.head.header("content-type"), body), reply);
        } finally {
            form.dropTables();
        }
    }

    private StatementStream statement(HttpExchange exchange, RequestOptions plan) throws EngineException {
        InputStream decoded = exchange.body;
        if (plan.multipart()) {
            return new StatementStream(new byte[0], decoded, exchange.body);
        }
        ContentCoding coding = ContentCoding.declared(exchange.head.header("content-encoding"));
        if (coding != null) {
            decoded = coding.decoder(decoded);
        }
        if (plan.decompress()) {
            decoded = Frames.decoder(decoded);
        }
        return new StatementStream(plan.prefix(), decoded, exchange.body);
    }

    private static void requireLength(RequestHead head) throws EngineException {
        if (head.method().equals("POST") && !head.isChunked() && !head.has("content-length")) {
            throw new EngineException(
                    Errors.HTTP_LENGTH_REQUIRED,
                    "HTTP_LENGTH_REQUIRED",
                    "The Transfer-Encoding is not chunked and there is no Content-Length header for POST request");
        }
    }
}
