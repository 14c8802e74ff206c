package dev.houseflow.samples.spring;

import dev.houseflow.ClickHouseException;
import dev.houseflow.Progress;
import dev.houseflow.QueryRequest;
import dev.houseflow.ResultColumn;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One run of a question: what happens becomes events. When their reader has left, sending fails, and that ends the query. */
final class EmittedRun implements Runnable {
    private static final int ROWS = 500;
    private static final long NANOS = 100_000_000L;

    private final ClickHouseAsyncClient clickHouse;
    private final SseEmitter emitter;
    private final Question question;
    private final Map<String, String> chosen;
    private volatile boolean readerHasLeft;

    EmittedRun(ClickHouseAsyncClient clickHouse, SseEmitter emitter, Question question, Map<String, String> chosen) {
        this.clickHouse = clickHouse;
        this.emitter = emitter;
        this.question = question;
        this.chosen = chosen;
    }

    @Override
    public void run() {
        try {
            answer();
            emitter.complete();
        } catch (CancellationException e) {
            // The container has ended the request already.
            return;
        } catch (ClickHouseException | CompletionException e) {
            fail(e);
        }
    }

    private void answer() {
        String id = "question-" + question.id() + "-" + UUID.randomUUID();
        send("started", new RunEvents.Started(id), MediaType.APPLICATION_JSON);
        List<ResultColumn> columns =
                clickHouse.columns(question.request(chosen)).join();
        send("columns", columns.stream().map(ResultColumn::name).toList(), MediaType.APPLICATION_JSON);
        QueryRequest request = question.watched(chosen, id, this::progress);
        try (RowStream<String> rows = clickHouse.lines(request)) {
            send("done", new RunEvents.Done(sendRows(rows)), MediaType.APPLICATION_JSON);
        }
    }

    /** Called by the client while it waits for rows. What it throws ends the query. */
    private void progress(Progress progress) {
        send("progress", RunEvents.HowFar.of(progress), MediaType.APPLICATION_JSON);
    }

    /** Rows that come quickly go together. Returns how many there were. */
    private long sendRows(RowStream<String> rows) {
        List<String> together = new ArrayList<>();
        long count = 0;
        long last = System.nanoTime();
        while (rows.hasNext()) {
            together.add(rows.next());
            count++;
            if (together.size() == ROWS || System.nanoTime() - last > NANOS) {
                send(together);
                last = System.nanoTime();
            }
        }
        send(together);
        return count;
    }

    private void send(List<String> rows) {
        if (!rows.isEmpty()) send("rows", "[" + String.join(",", rows) + "]", MediaType.TEXT_PLAIN);
        rows.clear();
    }

    private void fail(RuntimeException e) {
        if (readerHasLeft) return;
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        if (!(cause instanceof ClickHouseException failure)) throw e;
        send("failed", RunEvents.Failed.of(failure), MediaType.APPLICATION_JSON);
        emitter.complete();
    }

    private void send(String name, Object data, MediaType type) {
        try {
            emitter.send(SseEmitter.event().name(name).data(data, type));
        } catch (IOException | IllegalStateException e) {
            readerHasLeft = true;
            throw new CancellationException("The reader has left");
        }
    }
}
