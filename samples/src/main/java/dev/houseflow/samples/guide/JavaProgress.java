package dev.houseflow.samples.guide;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.function.Consumer;

/** The Java of docs/progress.md. */
public final class JavaProgress {
    private JavaProgress() {}

    static long withProgress(ClickHouseAsyncClient ch, Consumer<String> show) {
        // snippet: progress-java
        QueryRequest request = QueryRequest.builder(
                        "SELECT sum(number) FROM numbers(2000000000) SETTINGS max_threads = 1")
                .onProgress(
                        progress -> show.accept(progress.readRows() + " of " + progress.totalRowsToRead() + " rows"))
                .build();
        long sum = ch.query(request, Long.class).join().rows().get(0);
        // end
        return sum;
    }
}
