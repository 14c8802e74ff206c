package dev.houseflow.samples;

import dev.houseflow.BatchOutcome;
import dev.houseflow.FailureAction;
import dev.houseflow.InserterResult;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The Java of "Many small rows" in docs/inserts.md. */
public abstract class JavaInserters {
    public record Event(Instant at, String name) {}

    /** Where rows go that are not in the table. */
    public interface DeadLetters {
        void write(List<Event> rows, BatchOutcome outcome, Throwable why);
    }

    protected abstract void log(String line);

    protected abstract Instant now();

    public void collectEvents(ClickHouseAsyncClient ch, DeadLetters deadLetters) {
        // snippet: inserter-java
        Inserter<Event> events = ch.inserter("events", Event.class)
                .maxRows(50_000)
                .maxDelay(Duration.ofSeconds(2))
                .retryFor(Duration.ofMinutes(10))
                .listener(batch -> log(batch.outcome() + ": " + batch.rows() + " rows, query " + batch.queryId()))
                .onFailure(failed -> {
                    deadLetters.write(failed.rows(), failed.outcome(), failed.failure());
                    return FailureAction.DROP;
                })
                .build();
        events.add(new Event(now(), "login")).join();
        events.flush().join();
        InserterResult<Event> result = events.closeAsync().join();
        log(result.writtenRows() + " of " + result.addedRows() + " rows are written");
        // end
    }
}
