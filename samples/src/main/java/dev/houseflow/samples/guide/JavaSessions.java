package dev.houseflow.samples.guide;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.util.List;

/** The Java of docs/sessions.md. */
public final class JavaSessions {
    private JavaSessions() {}

    // snippet: sessions-java
    public record Wanted(long id) {}

    static List<Trade> wantedTrades(ClickHouseAsyncClient ch, List<Long> ids) {
        ClickHouseAsyncClient session = ch.session();
        session.execute("CREATE TEMPORARY TABLE wanted (id Int64)").join();
        session.insert("wanted", ids.stream().map(Wanted::new).toList(), Wanted.class)
                .join();
        session.execute("SET max_threads = 2").join();
        return session.query("SELECT * FROM trades WHERE id IN (SELECT id FROM wanted) ORDER BY id", Trade.class)
                .join()
                .rows();
    }
    // end

    static String bySessionId(ClickHouseAsyncClient ch, String id) {
        // snippet: sessions-id-java
        ch.execute(QueryRequest.builder("SET session_timezone = 'Asia/Tokyo'")
                        .sessionId(id)
                        .build())
                .join();
        QueryRequest again = QueryRequest.builder("SELECT timezone()")
                .sessionId(id)
                .sessionCheck(true)
                .build();
        String zone = ch.query(again, String.class).join().rows().get(0);
        // end
        return zone;
    }
}
