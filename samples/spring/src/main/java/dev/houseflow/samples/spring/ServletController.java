package dev.houseflow.samples.spring;

import dev.houseflow.ClickHouseException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import dev.houseflow.javaapi.RowStream;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.ObjectMapper;

/** With servlets: futures for what comes at once, a thread for what is streamed. */
@RestController
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ServletController {
    private final ClickHouseAsyncClient clickHouse;
    private final Inserter<Event> inserter;
    private final ObjectMapper json;
    private final AsyncTaskExecutor threads;

    ServletController(
            ClickHouseAsyncClient clickHouse, Inserter<Event> inserter, ObjectMapper json, AsyncTaskExecutor threads) {
        this.clickHouse = clickHouse;
        this.inserter = inserter;
        this.json = json;
        this.threads = threads;
    }

    @GetMapping("/questions")
    List<Question> questions() {
        return Question.ALL;
    }

    // snippet: spring-servlets
    @GetMapping("/questions/{id}")
    CompletableFuture<? extends List<?>> answer(@PathVariable String id, @RequestParam Map<String, String> chosen) {
        Question question = Question.of(id);
        return clickHouse.query(question.request(chosen), question.row()).thenApply(result -> result.rows());
    }

    /** At the pace of the reader: a write waits for it. When it has left, the write fails, and that ends the query. */
    @GetMapping(path = "/flights", produces = MediaType.APPLICATION_NDJSON_VALUE)
    StreamingResponseBody flights(
            @RequestParam(required = false) String origin, @RequestParam(defaultValue = "3000000") long limit) {
        return out -> {
            try (RowStream<Flight> rows = clickHouse.stream(Flight.from(origin, limit), Flight.class)) {
                while (rows.hasNext()) {
                    out.write(json.writeValueAsBytes(rows.next()));
                    out.write('\n');
                }
            }
        };
    }

    /** Answers when there was room for all of them: it waits while ClickHouse is slower than the senders. */
    @PostMapping("/events")
    @ResponseStatus(HttpStatus.ACCEPTED)
    CompletableFuture<Map<String, Integer>> accept(@RequestBody List<Event> events) {
        return inserter.addAll(events).thenApply(done -> Map.of("accepted", events.size()));
    }

    /** A status, and what ClickHouse says. Once rows are out it is too late for that: the answer breaks off. */
    @ExceptionHandler
    ResponseEntity<RunEvents.Failed> failed(ClickHouseException e, HttpServletResponse response) {
        if (response.isCommitted()) throw e;
        return RunEvents.Failed.response(e);
    }
    // end

    /** Progress and rows as they come. */
    @GetMapping("/questions/{id}/run")
    SseEmitter run(@PathVariable String id, @RequestParam Map<String, String> chosen) {
        SseEmitter emitter = new SseEmitter();
        threads.execute(new EmittedRun(clickHouse, emitter, Question.of(id), chosen));
        return emitter;
    }
}
