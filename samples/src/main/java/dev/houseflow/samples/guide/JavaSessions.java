package dev.houseflow.samples.guide;

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
}
