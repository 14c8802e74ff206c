package dev.houseflow.samples.recipes;

import dev.houseflow.Format;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parquet up and down: a query into a file, the file into a table; either is whole or an error. */
public final class ParquetFilesInJava {
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("recipe");
        Path file = folder.resolve("numbers.parquet");
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.download("SELECT number, toString(number) AS text FROM numbers(100000)", Format.PARQUET, file)
                    .join();
            ch.execute(
                            "CREATE OR REPLACE TABLE parquet_numbers (number UInt64, text String) ENGINE MergeTree ORDER BY number")
                    .join();
            System.out.println(
                    ch.rawInsert("parquet_numbers", Format.PARQUET, file).join().writtenRows());
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}

// Prints:
// 100000
