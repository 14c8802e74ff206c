package dev.houseflow.samples.recipes;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;

/** Columns out: blocks of a result, for sums over millions of numbers without an object for each. */
public final class SelectColumnsInJava {
    public static void main(String[] args) {
        long sum = 0;
        try (ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build();
                RowStream<Block> blocks = ch.blocks("SELECT number FROM numbers(1000000)")) {
            while (blocks.hasNext()) {
                Block block = blocks.next();
                Column number = block.column("number");
                for (int row = 0; row < block.rowCount(); row++) sum += number.getLong(row);
            }
        }
        System.out.println(sum);
    }
}

// Prints:
// 499999500000
