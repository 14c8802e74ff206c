package dev.houseflow.samples;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.ClickHouseName;
import java.beans.ConstructorProperties;
import java.util.List;
import java.util.Optional;

/** The Java of docs/java-types.md. */
final class JavaTypes {
    private JavaTypes() {}

    // snippet: java-types-record
    public record Trade(
            long id, String symbol, @ClickHouseName("px") double price, Optional<String> note) {}
    // end

    // snippet: java-types-immutable
    public static final class Account {
        private final long id;
        private final String owner;

        @ConstructorProperties({"id", "owner"})
        public Account(long id, String owner) {
            this.id = id;
            this.owner = owner;
        }

        public long getId() {
            return id;
        }

        public String getOwner() {
            return owner;
        }
    }
    // end

    // snippet: java-types-builder
    public static final class Ticket {
        private final long id;
        private final String title;

        private Ticket(Builder builder) {
            id = builder.id;
            title = builder.title;
        }

        public static Builder builder() {
            return new Builder();
        }

        public long id() {
            return id;
        }

        public String title() {
            return title;
        }

        public static final class Builder {
            private long id;
            private String title = "";

            public Builder id(long id) {
                this.id = id;
                return this;
            }

            public Builder title(String title) {
                this.title = title;
                return this;
            }

            public Ticket build() {
                return new Ticket(this);
            }
        }
    }
    // end

    // snippet: java-types-nested
    public record Item(String name, long amount) {}

    public record Order(long id, List<Item> items) {}

    static List<Order> orders(ClickHouseAsyncClient ch) {
        ch.execute(
                        "CREATE TABLE orders (id Int64, items Nested(name String, amount Int64)) ENGINE MergeTree ORDER BY id")
                .join();
        ch.insert("orders", List.of(new Order(1, List.of(new Item("tea", 2), new Item("milk", 1)))), Order.class)
                .join();
        return ch.query("SELECT id, items.name, items.amount FROM orders", Order.class)
                .join()
                .rows();
    }
    // end

    // snippet: java-types-json
    public record Address(String city, Optional<String> street) {}

    public record Customer(long id, Address address) {}

    static List<Customer> customers(ClickHouseAsyncClient ch) {
        ch.execute("CREATE TABLE customers (id Int64, address JSON) ENGINE MergeTree ORDER BY id")
                .join();
        ch.insert("customers", List.of(new Customer(1, new Address("Bonn", Optional.empty()))), Customer.class)
                .join();
        return ch.query("SELECT * FROM customers", Customer.class).join().rows();
    }
    // end
}
