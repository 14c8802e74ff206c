package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.QueryExecutor;
import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An executor that does what a test says, behind a real server. */
final class ScriptedExecutor implements QueryExecutor {
    /** What a query does. */
    interface Script {
        QueryProgress run(QueryCall call, QueryReply reply) throws EngineException, IOException, InterruptedException;
    }

    static final QueryProgress NOTHING = new QueryProgress(0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final String VERSION = "26.7.2.1";

    final BlockingQueue<QueryCall> calls = new LinkedBlockingQueue<>();
    private final Script script;

    ScriptedExecutor(Script script) {
        this.script = script;
    }

    /** Answers every query with its own text, in the format TabSeparated. */
    static ScriptedExecutor echo() {
        return new ScriptedExecutor((call, reply) -> {
            byte[] statement = call.statement().readAllBytes();
            reply.format("TabSeparated");
            reply.output().write(statement);
            return NOTHING;
        });
    }

    static EngineException error() {
        return new EngineException(
                395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO", "Value passed to 'throwIf' function is non-zero");
    }

    static final OriginPolicy NO_ORIGINS = new OriginPolicy(List.of(), List.of());

    HttpServer serve(String... users) throws IOException {
        return serve(NO_ORIGINS, users);
    }

    HttpServer serve(OriginPolicy origins, String... users) throws IOException {
        Map<String, String> passwords =
                users.length == 0 ? Map.of("default", "") : Map.of(users[0], users[1], "open", "");
        return HttpServer.start(
                this,
                new HttpServerConfig(
                        0,
                        passwords,
                        Map.of("enable_http_compression", "1"),
                        16,
                        Duration.ofSeconds(20),
                        origins,
                        WebPages.NONE,
                        "box",
                        false),
                line -> {});
    }

    @Override
    public QueryProgress execute(QueryCall call, QueryReply reply) throws EngineException, InterruptedException {
        calls.add(call);
        try {
            return script.run(call, reply);
        } catch (IOException e) {
            throw new EngineException(1002, "UNKNOWN_EXCEPTION", String.valueOf(e.getMessage()));
        }
    }

    /** The next call that came in. */
    QueryCall nextCall() throws InterruptedException {
        QueryCall call = calls.poll(30, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no query came in");
        }
        return call;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public String timezone() {
        return "Etc/UTC";
    }

    @Override
    public void close() {
        // There is nothing behind it.
    }
}
