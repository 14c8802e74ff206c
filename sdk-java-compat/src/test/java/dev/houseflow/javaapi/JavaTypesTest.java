package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.FormatException;
import java.beans.ConstructorProperties;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/java-types.md lists, there and back through a server. */
@ExtendWith(Servers.class)
class JavaTypesTest {
    private final ClickHouseAsyncClient ch = Servers.client();

    @AfterEach
    void close() {
        ch.close();
    }

    private <T> List<T> thereAndBack(String columns, List<T> rows, Class<T> type) {
        ch.execute("DROP TABLE IF EXISTS java_types").join();
        ch.execute("CREATE TABLE java_types (" + columns + ") ENGINE Memory").join();
        ch.insert("java_types", rows, type).join();
        return ch.query("SELECT * FROM java_types ORDER BY id", type).join().rows();
    }

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

    public static final class Ticket {
        private final long id;
        private final String title;

        private Ticket(long id, String title) {
            this.id = id;
            this.title = title;
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
            private String title;

            public Builder id(long id) {
                this.id = id;
                return this;
            }

            public Builder title(String title) {
                this.title = title;
                return this;
            }

            public Ticket build() {
                return new Ticket(id, title);
            }
        }
    }

    @Test
    void immutableClasses() {
        Account account = thereAndBack("id Int64, owner String", List.of(new Account(1, "Ann")), Account.class)
                .get(0);
        assertEquals(1, account.getId());
        assertEquals("Ann", account.getOwner());
        Ticket ticket = Ticket.builder().id(2).title("t").build();
        Ticket read = thereAndBack("id Int64, title String", List.of(ticket), Ticket.class)
                .get(0);
        assertEquals(2, read.id());
        assertEquals("t", read.title());
    }

    public static class Total {
        private final long id;

        Total(long id) {
            this.id = id;
        }

        public long getId() {
            return id;
        }

        public long getTwice() {
            return 2 * id;
        }
    }

    record Twice(long id, long twice) {}

    @Test
    void gettersForInserts() {
        ch.execute("CREATE OR REPLACE TABLE java_getters (id Int64, twice Int64) ENGINE Memory")
                .join();
        ch.insert("java_getters", List.of(new Total(4)), Total.class).join();
        assertEquals(
                List.of(new Twice(4, 8)),
                ch.query("SELECT * FROM java_getters", Twice.class).join().rows());
    }

    record Several(
            long id,
            Optional<String> note,
            OptionalInt count,
            OptionalLong total,
            List<String> list,
            Set<Integer> set,
            Collection<String> collection,
            Iterable<String> iterable,
            Map<String, Long> map) {}

    @Test
    void optionalsAndCollections() {
        String columns =
                "id Int64, note Nullable(String), count Nullable(Int32), total Nullable(Int64), list Array(String), "
                        + "set Array(Int32), collection Array(String), iterable Array(String), map Map(String, Int64)";
        List<Several> rows = List.of(
                new Several(
                        1,
                        Optional.of("x"),
                        OptionalInt.of(2),
                        OptionalLong.empty(),
                        List.of("a"),
                        Set.of(3),
                        List.of("b"),
                        List.of("c"),
                        Map.of("k", 4L)),
                new Several(
                        2,
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.of(5),
                        List.of(),
                        Set.of(),
                        List.of(),
                        List.of(),
                        Map.of()));
        assertEquals(rows, thereAndBack(columns, rows, Several.class));
    }

    record Arrays4(long id, int[] numbers, String[] texts, byte[] bytes, double[][] matrix) {}

    @Test
    void arrays() {
        Arrays4 row =
                new Arrays4(1, new int[] {1, 2}, new String[] {"a"}, new byte[] {1, 0}, new double[][] {{1.5}, {}});
        Arrays4 read = thereAndBack(
                        "id Int64, numbers Array(Int32), texts Array(String), bytes String, matrix Array(Array(Float64))",
                        List.of(row),
                        Arrays4.class)
                .get(0);
        assertTrue(Arrays.equals(row.numbers(), read.numbers()) && Arrays.equals(row.texts(), read.texts()));
        assertTrue(Arrays.equals(row.bytes(), read.bytes()) && Arrays.deepEquals(row.matrix(), read.matrix()));
    }

    record Dates(long id, Date at, Calendar zoned, java.sql.Date day, Timestamp stamp) {}

    @Test
    void datesOfOld() {
        List<Dates> rows = List.of(new Dates(
                1,
                Date.from(Instant.parse("2024-02-29T12:34:56.789Z")),
                GregorianCalendar.from(ZonedDateTime.parse("2024-02-29T12:34:56.789+09:00[Asia/Tokyo]")),
                java.sql.Date.valueOf(LocalDate.of(1950, 12, 31)),
                Timestamp.from(Instant.parse("2024-02-29T12:34:56.123456789Z"))));
        String columns =
                "id Int64, at DateTime64(3), zoned DateTime64(3, 'Asia/Tokyo'), day Date32, stamp DateTime64(9)";
        assertEquals(rows, thereAndBack(columns, rows, Dates.class));
    }

    @Test
    void aFinerMomentThanTheColumnIsRefused() {
        List<Dates> rows = List.of(new Dates(
                1, new Date(1), new GregorianCalendar(), java.sql.Date.valueOf("2024-01-01"), new Timestamp(0)));
        ch.execute("CREATE OR REPLACE TABLE java_coarse (id Int64, at DateTime) ENGINE Memory")
                .join();
        record Coarse(long id, Date at) {}
        CompletionException failure = assertThrows(CompletionException.class, () -> ch.insert(
                        "java_coarse", List.of(new Coarse(1, rows.get(0).at())), Coarse.class)
                .join());
        assertEquals(FormatException.class, failure.getCause().getClass(), failure.toString());
    }

    record Leg(String venue, int quantity) {}

    record Details(String name, Optional<String> note, List<Leg> legs, BigDecimal price, Instant at) {}

    record Document(long id, Details body) {}

    @Test
    void jsonIsARecord() {
        List<Document> rows = List.of(
                new Document(
                        1,
                        new Details(
                                "n",
                                Optional.of("x"),
                                List.of(new Leg("a", 1), new Leg("b", 2)),
                                new BigDecimal("1.5"),
                                Instant.parse("2024-02-29T12:34:56Z"))),
                new Document(2, new Details("m", Optional.empty(), List.of(), null, null)));
        List<Document> read = thereAndBack("id Int64, body JSON", rows, Document.class);
        assertEquals(rows.get(0), read.get(0));
        assertEquals("m", read.get(1).body().name());
    }

    record Item(String name, long amount) {}

    record Order(long id, List<Item> items) {}

    @Test
    void nestedIsAListOfRecords() {
        List<Order> rows = List.of(new Order(1, List.of(new Item("a", 1), new Item("b", 2))), new Order(2, List.of()));
        assertEquals(rows, thereAndBack("id Int64, items Nested(name String, amount Int64)", rows, Order.class));
        record Names(@ClickHouseName("items.name") List<String> names) {}
        assertEquals(
                List.of(new Names(List.of("a", "b")), new Names(List.of())),
                ch.query("SELECT items.name FROM java_types ORDER BY id", Names.class)
                        .join()
                        .rows());
    }

    @Test
    void insertsFromLambdasAreNotAmbiguous() {
        ch.execute("CREATE OR REPLACE TABLE java_lambdas (id Int64, twice Int64) ENGINE Memory")
                .join();
        List<Twice> rows = List.of(new Twice(1, 2));
        ch.insert("java_lambdas", () -> rows.iterator(), Twice.class).join();
        ch.insert("java_lambdas", rows.stream()::iterator, Twice.class).join();
        assertThrows(CompletionException.class, () -> ch.insert(
                        "java_lambdas", subscriber -> subscriber.onError(new IllegalStateException()), Twice.class)
                .join());
        assertEquals(
                List.of(2L),
                ch.query("SELECT count() FROM java_lambdas", Long.class).join().rows());
    }
}
