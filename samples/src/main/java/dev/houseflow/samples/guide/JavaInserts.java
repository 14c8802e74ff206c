package dev.houseflow.samples.guide;

import dev.houseflow.InsertMode;
import dev.houseflow.InsertRequest;
import dev.houseflow.QuerySummary;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.util.List;
import org.reactivestreams.Publisher;

/** The Java of docs/inserts.md. */
public final class JavaInserts {
    private JavaInserts() {}

    static QuerySummary insertList(ClickHouseAsyncClient ch, List<Trade> trades) {
        // snippet: inserts-list-java
        QuerySummary summary = ch.insert("trades", trades, Trade.class).join();
        System.out.println(summary.sentRows() + " rows sent, " + summary.writtenRows() + " written");
        // end
        return summary;
    }

    static QuerySummary insertPublisher(ClickHouseAsyncClient ch, Publisher<Trade> trades) {
        // snippet: inserts-publisher-java
        InsertRequest request = InsertRequest.builder("trades")
                .columns("id", "symbol", "price")
                .blockRows(100_000)
                .setting("max_insert_threads", 2)
                .build();
        QuerySummary summary = ch.insert(request, trades, Trade.class).join();
        // end
        return summary;
    }

    static QuerySummary insertColumns(ClickHouseAsyncClient ch, List<Trade> trades) {
        // snippet: inserts-columns-java
        InsertRequest request = InsertRequest.builder("trades")
                .columns("id", "price") // the server gives symbol its default
                .build();
        QuerySummary summary = ch.insert(request, trades, Trade.class).join();
        // end
        return summary;
    }

    static QuerySummary insertOnce(ClickHouseAsyncClient ch, List<Trade> batch, String batchId) {
        // snippet: inserts-token-java
        InsertRequest request = InsertRequest.builder("trades")
                .setting("insert_deduplication_token", batchId)
                .insertMode(InsertMode.SYNCHRONOUS)
                .build();
        QuerySummary summary = ch.insert(request, batch, Trade.class).join();
        // end
        return summary;
    }

    static QuerySummary insertTogether(ClickHouseAsyncClient ch, List<Trade> trades) {
        // snippet: inserts-mode-java
        InsertRequest request = InsertRequest.builder("events")
                .insertMode(InsertMode.ASYNCHRONOUS_WAIT)
                .build();
        QuerySummary summary = ch.insert(request, trades, Trade.class).join();
        // end
        return summary;
    }
}
