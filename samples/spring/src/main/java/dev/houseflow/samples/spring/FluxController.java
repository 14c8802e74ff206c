package dev.houseflow.samples.spring;

import dev.houseflow.ClickHouseException;
import dev.houseflow.QueryRequest;
import dev.houseflow.ResultColumn;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** With WebFlux: publishers both ways, and no thread that waits. */
@RestController
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class FluxController {
    private static final int ROWS = 500;
    private static final Duration SOON = Duration.ofMillis(100);

    private final ClickHouseAsyncClient clickHouse;
    private final Inserter<Event> inserter;

    FluxController(ClickHouseAsyncClient clickHouse, Inserter<Event> inserter) {
        this.clickHouse = clickHouse;
        this.inserter = inserter;
    }

    @GetMapping("/questions")
    List<Question> questions() {
        return Question.ALL;
    }

    // snippet: spring-webflux
    @GetMapping("/questions/{id}")
    Publisher<?> answer(@PathVariable String id, @RequestParam Map<String, String> chosen) {
        Question question = Question.of(id);
        return clickHouse.publish(question.request(chosen), question.row());
    }

    /** At the pace of the reader: what it has not taken is not asked for. When it leaves, that ends the query. */
    @GetMapping(path = "/flights", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Publisher<Flight> flights(
            @RequestParam(required = false) String origin, @RequestParam(defaultValue = "3000000") long limit) {
        return clickHouse.publish(Flight.from(origin, limit), Flight.class);
    }

    /** Takes them as they come over the wire, and answers when they are written. */
    @PostMapping("/events")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Map<String, Long>> accept(@RequestBody Flux<Event> events) {
        return Mono.fromFuture(() -> inserter.addAll(events)).map(result -> Map.of("accepted", result.writtenRows()));
    }

    /** A status, and what ClickHouse says. Once rows are out it is too late for that: the answer breaks off. */
    @ExceptionHandler
    ResponseEntity<RunEvents.Failed> failed(ClickHouseException e, ServerHttpResponse response) {
        if (response.isCommitted()) throw e;
        return RunEvents.Failed.response(e);
    }
    // end

    /** Progress and rows as they come. */
    @GetMapping(path = "/questions/{id}/run", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> run(@PathVariable String id, @RequestParam Map<String, String> chosen) {
        Question question = Question.of(id);
        String queryId = "question-" + id + "-" + UUID.randomUUID();
        Mono<List<ResultColumn>> columns = Mono.fromFuture(() -> clickHouse.columns(question.request(chosen)));
        return Flux.concat(
                        Mono.just(event("started", new RunEvents.Started(queryId))),
                        columns.map(all -> event(
                                "columns", all.stream().map(ResultColumn::name).toList())),
                        rows(question, chosen, queryId))
                .onErrorResume(ClickHouseException.class, e -> Mono.just(event("failed", RunEvents.Failed.of(e))));
    }

    private Flux<ServerSentEvent<Object>> rows(Question question, Map<String, String> chosen, String queryId) {
        // Progress that finds no room is dropped: newer one follows.
        Sinks.Many<ServerSentEvent<Object>> progress = Sinks.many().multicast().directBestEffort();
        QueryRequest request = question.watched(
                chosen, queryId, now -> progress.tryEmitNext(event("progress", RunEvents.HowFar.of(now))));
        AtomicLong sent = new AtomicLong();
        Flux<ServerSentEvent<Object>> rows = Flux.from(clickHouse.publishLines(request))
                .bufferTimeout(ROWS, SOON, true)
                .doOnNext(together -> sent.addAndGet(together.size()))
                .map(together -> event("rows", "[" + String.join(",", together) + "]"))
                .concatWith(Mono.fromSupplier(() -> event("done", new RunEvents.Done(sent.get()))))
                .doOnTerminate(() -> progress.emitComplete(Sinks.EmitFailureHandler.busyLooping(SOON)));
        return Flux.merge(1, progress.asFlux(), rows);
    }

    /** Text is sent as it is, other data as JSON. */
    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.<Object>builder(data).event(name).build();
    }
}
