package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import dev.houseflow.embedded.internal.http.HttpExchange;
import dev.houseflow.embedded.internal.http.HttpStatus;
import dev.houseflow.embedded.internal.http.ResponseWriter;
import dev.houseflow.embedded.internal.http.SpillBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Turns what the executor delivers into a response. The result is held back until enough of it is
 * there, or its end; up to then an error still gets a status of its own. The stages of the output
 * are: held back, framed (compress=1), coded (Content-Encoding), chunked.
 */
final class HttpReply implements QueryReply {
    private static final int MEMORY_LIMIT = 4 * 1024 * 1024;
    private static final int TAG_LENGTH = 16;

    private final HttpExchange exchange;
    private final ResponseWriter writer;
    private final ReplyOptions options;
    private final String version;
    private final String tag = randomTag();
    private final long start = System.nanoTime();
    private final Output output = new Output();
    private final ChunkSink sink;
    private final SpillBuffer held;
    private QueryProgress last = new QueryProgress(0, 0, 0, 0, 0, 0, 0, 0, 0);
    private long lastProgress = start;
    private volatile boolean committed;
    private OutputStream top;

    HttpReply(HttpExchange exchange, ReplyOptions options, String version) {
        this.exchange = exchange;
        this.writer = exchange.writer;
        this.options = options;
        this.version = version;
        this.sink = new ChunkSink(writer);
        this.held = new SpillBuffer(MEMORY_LIMIT);
    }

    @Override
    public synchronized void timezone(String name) {
        if (!committed) {
            writer.header("X-ClickHouse-Timezone", name);
        }
    }

    @Override
    public synchronized void format(String name) {
        if (!committed) {
            writer.header("Content-Type", ContentTypes.of(name));
            writer.header("X-ClickHouse-Format", name);
        }
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void progress(QueryProgress progress) {
        if (committed) {
            return;
        }
        synchronized (this) {
            last = progress;
            long now = System.nanoTime();
            boolean due = now - lastProgress >= options.progressIntervalMillis() * 1_000_000L;
            if (committed || !options.sendProgress() || writer.withoutBody() || !due) {
                return;
            }
            lastProgress = now;
            try {
                writer.sendHeader("X-ClickHouse-Progress", ProgressJson.progress(withElapsed(progress)));
            } catch (IOException clientLeft) {
                // isAbandoned() tells the executor.
                return;
            }
        }
    }

    @Override
    public boolean isAbandoned() {
        return exchange.clientLeft();
    }

    /** Ends the answer to a query that succeeded. */
    void finish(QueryProgress progress) throws IOException {
        exchange.settleBody();
        if (!committed) {
            boolean empty = held.size() == 0;
            commit(progress, !empty);
            if (!empty) {
                held.moveTo(top);
            }
        }
        closeTop();
        writer.end();
    }

    /**
     * Ends the answer to a query that failed, as a whole error or as a broken-off success, as far
     * as it has come.
     */
    void fail(EngineException e) throws IOException {
        String line = ExceptionText.line(e, version);
        if (!writer.statusSent()) {
            exchange.settleBody();
            failWhole(e, line);
            return;
        }
        if (!committed) {
            held.close();
            commit(last, true, e);
        } else {
            // Whatever was delivered before the error still arrives.
            top.flush();
        }
        top.write(ExceptionText.block(line, tag));
        top.flush();
        writer.breakOff();
        release();
    }

    /** Frees what the answer holds when it cannot be sent any more. */
    void release() throws IOException {
        held.close();
        if (top != null) {
            // Coders hold native memory; what closing them writes must not reach the client.
            sink.discard();
            closeTop();
        }
    }

    /** Once only: not every coder can be closed twice. */
    private void closeTop() throws IOException {
        OutputStream closing = top;
        top = null;
        if (closing != null) {
            closing.close();
        }
    }

    private void failWhole(EngineException e, String line) throws IOException {
        held.close();
        writer.status(HttpStatus.ofErrorCode(e.code()));
        writer.header("Content-Type", ContentTypes.TEXT);
        writer.header("X-ClickHouse-Exception-Code", Integer.toString(e.code()));
        if (e.code() == Errors.REQUIRED_PASSWORD) {
            writer.header("WWW-Authenticate", "Basic realm=\"ClickHouse server HTTP API\"");
        }
        commit(last, true);
        top.write(ExceptionText.body(line));
        closeTop();
        writer.end();
    }

    private void commit(QueryProgress progress, boolean withResult) throws IOException {
        commit(progress, withResult, null);
    }

    private synchronized void commit(QueryProgress progress, boolean withResult, EngineException late)
            throws IOException {
        if (withResult && options.coding() != null) {
            writer.header("Content-Encoding", options.coding().token());
        }
        writer.header("X-ClickHouse-Exception-Tag", tag);
        committed = true;
        if (!writer.withoutBody()) {
            writer.sendLine("X-ClickHouse-Summary", ProgressJson.summary(withElapsed(progress)));
        }
        if (late != null) {
            writer.sendLine("X-ClickHouse-Exception-Code", Integer.toString(late.code()));
        }
        writer.sendHeaders(late == null && exchange.mayKeepAlive(), exchange.keepAliveSeconds);
        if (withResult) {
            OutputStream stage =
                    options.coding() == null ? sink : options.coding().encoder(sink, options.codingLevel());
            top = options.frames() ? Frames.encoder(stage) : stage;
        }
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        if (!committed) {
            if (options.waitForEnd() || held.size() + length <= options.holdBytes()) {
                held.write(bytes, offset, length);
                return;
            }
            commit(last, true);
            held.moveTo(top);
        }
        top.write(bytes, offset, length);
    }

    private QueryProgress withElapsed(QueryProgress p) {
        if (p.elapsedNanos() > 0) {
            return p;
        }
        return new QueryProgress(
                p.readRows(),
                p.readBytes(),
                p.writtenRows(),
                p.writtenBytes(),
                p.totalRowsToRead(),
                p.resultRows(),
                p.resultBytes(),
                System.nanoTime() - start,
                p.memoryUsage());
    }

    private static String randomTag() {
        StringBuilder letters = new StringBuilder();
        ThreadLocalRandom.current().ints(TAG_LENGTH, 'a', 'z' + 1).forEach(letters::appendCodePoint);
        return letters.toString();
    }

    /**
     * What the executor writes to. Closing it means nothing: the answer ends when the query does.
     */
    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            put(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            put(bytes, offset, length);
        }
    }

    private static final class ChunkSink extends OutputStream {
        private final ResponseWriter writer;
        private boolean discarding;

        ChunkSink(ResponseWriter writer) {
            this.writer = writer;
        }

        void discard() {
            discarding = true;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!discarding) {
                writer.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!discarding) {
                writer.flush();
            }
        }
    }
}
