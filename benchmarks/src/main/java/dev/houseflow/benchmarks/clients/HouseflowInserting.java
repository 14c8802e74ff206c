package dev.houseflow.benchmarks.clients;

import dev.houseflow.Compression;
import dev.houseflow.InsertRequest;
import dev.houseflow.benchmarks.shapes.Summed;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;

/** Houseflow's Java door: a list of records or beans into one insert. */
public final class HouseflowInserting<T extends Summed> implements Reading {
    private final ClickHouseAsyncClient client;
    private final InsertRequest request;
    private final List<T> rows;
    private final Class<T> type;

    @SuppressWarnings("unchecked") // Its caller has rows of that class, and a class object of unknown parameter.
    public HouseflowInserting(String endpoint, String tableKey, List<Summed> rows, Class<? extends Summed> type) {
        this.client = ClickHouseAsyncClient.builder(endpoint)
                .compression(Compression.NONE)
                .build();
        // The name of the database tells the replay server which table to describe.
        this.request =
                InsertRequest.builder("inserted").database("replay:" + tableKey).build();
        this.rows = (List<T>) rows;
        this.type = (Class<T>) type;
    }

    @Override
    public long readAll() throws Exception {
        client.insert(request, rows, type).get();
        return rows.size();
    }

    @Override
    public void close() {
        client.close();
    }
}
