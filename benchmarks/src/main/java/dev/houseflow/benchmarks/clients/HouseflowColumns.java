package dev.houseflow.benchmarks.clients;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.Compression;
import dev.houseflow.InsertRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Houseflow's Java door: columns that are there already into one insert. */
public final class HouseflowColumns implements Reading {
    private final ClickHouseAsyncClient client;
    private final InsertRequest request;
    private final BiFunction<ClickHouseAsyncClient, InsertRequest, CompletableFuture<?>> insert;
    private final long rows;

    private HouseflowColumns(
            String endpoint,
            String tableKey,
            long rows,
            BiFunction<ClickHouseAsyncClient, InsertRequest, CompletableFuture<?>> insert) {
        this.client = ClickHouseAsyncClient.builder(endpoint)
                .compression(Compression.NONE)
                .build();
        // The name of the database tells the replay server which table to describe.
        this.request =
                InsertRequest.builder("inserted").database("replay:" + tableKey).build();
        this.rows = rows;
        this.insert = insert;
    }

    /** The blocks as they were read. */
    public static HouseflowColumns blocks(String endpoint, String tableKey, List<Block> blocks) {
        return new HouseflowColumns(
                endpoint, tableKey, rows(blocks), (client, request) -> client.insert(request, blocks, Block.class));
    }

    /**
     * The values of the blocks as arrays: of primitives where a column is of {@code Int64}, {@code
     * Int32} or {@code Float64}, of objects otherwise.
     */
    public static HouseflowColumns arrays(String endpoint, String tableKey, List<Block> blocks) {
        Map<String, Object> columns = new LinkedHashMap<>();
        int count = Math.toIntExact(rows(blocks));
        for (Column column : blocks.get(0).columns()) columns.put(column.name(), array(column.name(), blocks, count));
        return new HouseflowColumns(
                endpoint, tableKey, count, (client, request) -> client.insertColumns(request, columns));
    }

    private static Object array(String name, List<Block> blocks, int count) {
        String type = blocks.get(0).column(name).type().toString();
        long[] longs = new long[count];
        int[] ints = new int[count];
        double[] doubles = new double[count];
        Object[] objects = new Object[count];
        int at = 0;
        for (Block block : blocks) {
            Column column = block.column(name);
            for (int row = 0; row < block.rowCount(); row++, at++) {
                switch (type) {
                    case "Int64" -> longs[at] = column.getLong(row);
                    case "Int32" -> ints[at] = column.getInt(row);
                    case "Float64" -> doubles[at] = column.getDouble(row);
                    default -> objects[at] = column.get(row);
                }
            }
        }
        return switch (type) {
            case "Int64" -> longs;
            case "Int32" -> ints;
            case "Float64" -> doubles;
            default -> objects;
        };
    }

    private static long rows(List<Block> blocks) {
        return blocks.stream().mapToLong(Block::rowCount).sum();
    }

    @Override
    public long readAll() throws Exception {
        insert.apply(client, request).get();
        return rows;
    }

    @Override
    public void close() {
        client.close();
    }
}
