package dev.houseflow.benchmarks.clients;

import dev.houseflow.CallListener;
import dev.houseflow.Compression;
import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;

/**
 * Small typed queries of the Java door: one platform thread per caller, which joins the future of
 * each query.
 */
public final class JavaCallers implements Callers {
    private final ClickHouseAsyncClient client;
    private final QueryRequest request;
    private final ThreadCallers threads = new ThreadCallers();

    /** A row of the answer. */
    record Quote(long id, String symbol, double price) {}

    public JavaCallers(String endpoint, String key, int connections, CallListener... listeners) {
        this.request = QueryRequest.of("SELECT 'replay:" + key + "'");
        ClickHouseAsyncClient.Builder builder = ClickHouseAsyncClient.builder(endpoint)
                .compression(Compression.NONE)
                .maxConnections(connections);
        for (CallListener listener : listeners) builder.callListener(listener);
        this.client = builder.build();
    }

    @Override
    public long run(int callers, int queries) throws Exception {
        return threads.run(callers, queries, () -> {
            Quote quote = client.query(request, Quote.class).join().rows().get(0);
            return quote.id() + quote.symbol().length() + (long) quote.price();
        });
    }

    @Override
    public void close() {
        threads.close();
        client.close();
    }
}
