package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Map;

/** Arrays, maps, tuples and Nested: lists, maps and records inside of a row. */
public final class NestedColumnsInJava {
    public record Place(String city, String zip) {}

    public record Item(String name, int amount) {}

    public record Basket(int id, List<String> tags, Map<String, Double> prices, Place place, List<Item> items) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute(
                            "CREATE OR REPLACE TABLE baskets (id UInt32, tags Array(String), prices Map(String, Float64), "
                                    + "place Tuple(city String, zip String), items Nested(name String, amount UInt8)) ENGINE MergeTree ORDER BY id")
                    .join();
            Basket basket = new Basket(
                    1, List.of("new"), Map.of("tea", 2.5), new Place("Bonn", "53111"), List.of(new Item("tea", 2)));
            ch.insert("baskets", List.of(basket), Basket.class).join();
            System.out.println(
                    ch.query("SELECT * FROM baskets", Basket.class).join().rows());
        }
    }
}

// Prints:
// [Basket[id=1, tags=[new], prices={tea=2.5}, place=Place[city=Bonn, zip=53111], items=[Item[name=tea, amount=2]]]]
