package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON columns: documents as records, as maps, by path. */
public final class JsonColumnsInJava {
    public record Address(String city, Optional<String> street) {}

    public record Customer(long id, Address address) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute("CREATE OR REPLACE TABLE customers (id UInt32, address JSON) ENGINE MergeTree ORDER BY id")
                    .join();
            ch.insert("customers", List.of(new Customer(1, new Address("Bonn", Optional.empty()))), Customer.class)
                    .join();
            System.out.println(
                    ch.query("SELECT * FROM customers", Customer.class).join().rows());
            System.out.println(
                    ch.query("SELECT * FROM customers", Map.class).join().rows());
            System.out.println(ch.query("SELECT address.city::String FROM customers", String.class)
                    .join()
                    .rows());
        }
    }
}

// Prints:
// [Customer[id=1, address=Address[city=Bonn, street=Optional.empty]]]
// [{id=1, address={city=Bonn}}]
// [Bonn]
