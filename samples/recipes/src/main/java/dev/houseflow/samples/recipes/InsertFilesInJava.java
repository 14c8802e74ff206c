package dev.houseflow.samples.recipes;

import dev.houseflow.Format;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in: CSV and JSON go to the server as they are, byte for byte. */
public final class InsertFilesInJava {
    public static void main(String[] args) throws IOException {
        Path csv = Files.writeString(Files.createTempFile("recipe", ".csv"), "id,name\n1,Bonn\n2,Lyon\n");
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute("CREATE OR REPLACE TABLE cities (id UInt32, name String) ENGINE MergeTree ORDER BY id")
                    .join();
            ch.rawInsert("cities", Format.CSV_WITH_NAMES, csv).join();
            ch.rawInsert("cities", Format.JSON_EACH_ROW, "{\"id\": 3, \"name\": \"Rome\"}")
                    .join();
            System.out.println(ch.query("SELECT name FROM cities ORDER BY id", String.class)
                    .join()
                    .rows());
        } finally {
            Files.delete(csv);
        }
    }
}

// Prints:
// [Bonn, Lyon, Rome]
