package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ClickHouseColumn;
import dev.houseflow.ColumnDefinition;
import dev.houseflow.ConfigurationException;
import dev.houseflow.CreateTableRequest;
import dev.houseflow.DdlRequest;
import dev.houseflow.ServerException;
import java.beans.ConstructorProperties;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Servers.class)
class TableRequestsTest {
    enum Side {
        BUY,
        @ClickHouseName("it's a sale")
        SELL
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Nullable {}

    record Scalars(
            boolean flag,
            byte i8,
            short i16,
            int i32,
            long i64,
            float f32,
            double f64,
            char c,
            String s,
            CharSequence text,
            byte[] bytes,
            BigInteger big,
            UUID uuid,
            InetAddress any,
            Inet4Address v4,
            Inet6Address v6,
            LocalDate day,
            LocalDateTime wall,
            Instant at,
            ZonedDateTime zoned,
            OffsetDateTime offset,
            Duration span,
            LocalTime clock,
            Date date,
            Calendar calendar,
            java.sql.Date sqlDate,
            Timestamp stamp,
            java.sql.Time sqlTime,
            Side side) {}

    record Nulls(
            long id,
            Long key,
            Integer box,
            Boolean flag,
            Optional<String> note,
            OptionalInt count,
            @Nullable String marked,
            String plain,
            List<Integer> list,
            List<Optional<String>> maybes) {}

    record Item(String name, long amount) {}

    sealed interface Event {}

    @ClickHouseName("UInt64")
    record Count(BigInteger n) implements Event {}

    record Text(String text) implements Event {}

    record Move(double x, double y) implements Event {}

    record Composed(
            long id,
            long[] numbers,
            Set<String> words,
            Item item,
            List<Item> items,
            Map<String, Item> byName,
            List<Map.Entry<String, Long>> entries,
            Event event) {}

    record Marked(
            @ClickHouseColumn(codec = "Delta, ZSTD") long id,

            @ClickHouseColumn(type = "Decimal(18, 4)", comment = "it's money")
            BigDecimal price,

            @ClickHouseName("created at")
            @ClickHouseColumn(defaultExpression = "now()", ttl = "created + INTERVAL 1 DAY")
            Instant createdAt,

            @ClickHouseColumn(nested = true) List<Item> items) {}

    record Unsaid(
            BigDecimal price,
            Period every,
            Object anything,
            Optional<List<String>> list,
            Tree tree,
            Map<String, Object> map) {}

    record Tree(List<Tree> children) {}

    record Pair<A, B>(A first, B second) {}

    record Generic(Pair<Long, String> pair) {}

    public static final class Bean {
        @ClickHouseColumn(codec = "LZ4")
        private long id;

        private String firstName = "";
        private OptionalLong seen = OptionalLong.empty();

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        @ClickHouseColumn(comment = "the first")
        public String getFirstName() {
            return firstName;
        }

        public void setFirstName(String firstName) {
            this.firstName = firstName;
        }

        public OptionalLong getSeen() {
            return seen;
        }

        public void setSeen(OptionalLong seen) {
            this.seen = seen;
        }
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

        @ClickHouseColumn(type = "LowCardinality(String)")
        public String getOwner() {
            return owner;
        }
    }

    private final ClickHouseAsyncClient ch = Servers.client();

    @AfterEach
    void close() {
        ch.close();
    }

    private static List<String> types(CreateTableRequest request) {
        return request.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    private static <T> List<String> types(Class<T> type) {
        return types(TableRequests.createTable("t", type).build());
    }

    @Test
    void singleValues() {
        assertEquals(
                List.of(
                        "flag Bool",
                        "i8 Int8",
                        "i16 Int16",
                        "i32 Int32",
                        "i64 Int64",
                        "f32 Float32",
                        "f64 Float64",
                        "c String",
                        "s String",
                        "text String",
                        "bytes String",
                        "big Int256",
                        "uuid UUID",
                        "any IPv6",
                        "v4 IPv4",
                        "v6 IPv6",
                        "day Date32",
                        "wall DateTime64(9, 'UTC')",
                        "at DateTime64(9, 'UTC')",
                        "zoned DateTime64(9, 'UTC')",
                        "offset DateTime64(9, 'UTC')",
                        "span Time64(9)",
                        "clock Time64(9)",
                        "date DateTime64(3, 'UTC')",
                        "calendar DateTime64(3, 'UTC')",
                        "sqlDate Date32",
                        "stamp DateTime64(9, 'UTC')",
                        "sqlTime Time64(3)",
                        "side Enum8('BUY' = 1, 'it\\'s a sale' = 2)"),
                types(Scalars.class));
    }

    @Test
    void whatMayBeNull() {
        List<String> expected = List.of(
                "id Int64",
                "key Int64",
                "box Nullable(Int32)",
                "flag Nullable(Bool)",
                "note Nullable(String)",
                "count Nullable(Int32)",
                "marked Nullable(String)",
                "plain String",
                "list Array(Int32)",
                "maybes Array(Nullable(String))");
        assertEquals(
                expected,
                types(TableRequests.createTable("t", Nulls.class)
                        .orderBy("id", "key")
                        .build()));
        assertEquals("key Nullable(Int64)", types(Nulls.class).get(1));
    }

    @Test
    void whatHasParts() {
        assertEquals(
                List.of(
                        "id Int64",
                        "numbers Array(Int64)",
                        "words Array(String)",
                        "item Tuple(name String, amount Int64)",
                        "items Array(Tuple(name String, amount Int64))",
                        "byName Map(String, Tuple(name String, amount Int64))",
                        "entries Map(String, Int64)",
                        "event Variant(String, Tuple(x Float64, y Float64), UInt64)"),
                types(Composed.class));
        assertEquals(List.of("pair Tuple(first Int64, second String)"), types(Generic.class));
    }

    @Test
    void annotations() {
        String sql = TableRequests.createTable("t", Marked.class)
                .orderBy("id", "createdAt")
                .build()
                .toSql();
        assertEquals("""
                CREATE TABLE `t`
                (
                    `id` Int64 CODEC(Delta, ZSTD),
                    `price` Decimal(18, 4) COMMENT 'it\\'s money',
                    `created at` DateTime64(9, 'UTC') DEFAULT now() TTL created + INTERVAL 1 DAY,
                    `items` Nested(name String, amount Int64)
                )
                ENGINE = MergeTree()
                ORDER BY (`id`, `created at`)""", sql);
        assertEquals(List.of("id Int64", "owner LowCardinality(String)"), types(Account.class));
        String bean = TableRequests.createTable("t", Bean.class)
                .snakeCaseNames()
                .build()
                .toSql();
        assertTrue(bean.contains("`id` Int64 CODEC(LZ4)"), bean);
        assertTrue(bean.contains("`first_name` String COMMENT 'the first'"), bean);
        assertTrue(bean.contains("`seen` Nullable(Int64)"), bean);
    }

    @Test
    void classesThatSayTooLittle() {
        CreateTableRequest.Builder<Unsaid> builder = TableRequests.createTable("t", Unsaid.class);
        String error =
                assertThrows(ConfigurationException.class, builder::build).getMessage();
        for (String part : List.of(
                "property `price: BigDecimal` needs a precision and a scale",
                "property `every: Period` needs a unit",
                "property `anything: Object` says nothing about its values: give it a type",
                "property `list: Optional<List<String>>` may be null",
                "property `tree.children: List<Tree>` holds objects of its own class",
                "each value of property `map: Map<String, Object>` says nothing")) {
            assertTrue(error.contains(part), () -> part + " is not in " + error);
        }
        assertThrows(ConfigurationException.class, () -> TableRequests.createTable("t", Long.class));
        assertThrows(ConfigurationException.class, () -> TableRequests.createTable("t", Map.class));
        assertThrows(ConfigurationException.class, () -> TableRequests.createTable("a.b.c", Item.class));
        assertThrows(NullPointerException.class, () -> TableRequests.createTable("t", null));
    }

    @Test
    void recordsComeBackFromTheTableThatIsMadeForThem() {
        ch.createTable("composed", Composed.class, table -> table.orderBy("id").nested("items"))
                .join();
        Composed row = new Composed(
                1,
                new long[] {1, 2},
                Set.of("a"),
                new Item("x", 1),
                List.of(new Item("y", 2), new Item("z", 3)),
                Map.of("k", new Item("v", 4)),
                List.of(Map.entry("e", 5L)),
                new Move(1.5, -1));
        Composed other = new Composed(
                2, new long[0], Set.of(), row.item(), List.of(), Map.of(), List.of(), new Count(BigInteger.TEN));
        ch.insert("composed", List.of(row, other), Composed.class).join();
        List<Composed> rows = ch.query("SELECT * FROM composed ORDER BY id", Composed.class)
                .join()
                .rows();
        assertArrayEquals(row.numbers(), rows.get(0).numbers());
        assertEquals(row.words(), rows.get(0).words());
        assertEquals(row.items(), rows.get(0).items());
        assertEquals(row.byName(), rows.get(0).byName());
        assertEquals(row.entries(), rows.get(0).entries());
        assertEquals(row.event(), rows.get(0).event());
        assertEquals(other.event(), rows.get(1).event());
        ch.execute(DdlRequest.truncateTable("composed").build()).join();
        assertEquals(
                0L,
                ch.query("SELECT count() FROM composed", Long.class)
                        .join()
                        .rows()
                        .get(0));
        ch.dropTable("composed").join();
        assertFalse(ch.tableExists("composed").join());
    }

    @Test
    void beansAndImmutableClassesComeBack() {
        ch.createTable("beans", Bean.class, table -> table.orderBy("id").snakeCaseNames())
                .join();
        Bean bean = new Bean();
        bean.setId(7);
        bean.setFirstName("Ann");
        ch.insert("beans", List.of(bean), Bean.class).join();
        Bean back = ch.query("SELECT * FROM beans", Bean.class).join().rows().get(0);
        assertEquals(7, back.getId());
        assertEquals("Ann", back.getFirstName());
        assertEquals(OptionalLong.empty(), back.getSeen());
        ch.dropTable("beans").join();

        ch.createTable("accounts", Account.class, table -> table.orderBy("id")).join();
        ch.insert("accounts", List.of(new Account(1, "Bob")), Account.class).join();
        ch.deleteFrom("accounts", "id = 2").join();
        ch.optimizeTable("accounts").join();
        assertEquals(
                "Bob",
                ch.query("SELECT * FROM accounts", Account.class)
                        .join()
                        .rows()
                        .get(0)
                        .getOwner());
        ch.truncateTable("accounts").join();
        ch.dropTable("accounts").join();
    }

    @Test
    void tablesGrowWithTheirClass() {
        ch.execute("CREATE TABLE grown (id Int64, items Nested(name String)) ENGINE MergeTree ORDER BY id")
                .join();
        CreateTableRequest request = TableRequests.createTable("grown", Marked.class)
                .onCluster(null)
                .setting("alter_sync", 1)
                .build();
        List<ColumnDefinition> missing = ch.missingColumns(request).join();
        assertEquals(
                List.of("price", "created at", "items.amount"),
                missing.stream().map(ColumnDefinition::name).toList());
        // The TTL of the class names a column that there is none of.
        List<DdlRequest> wrong = ch.alterTableFor(request).join();
        CompletionException refused = assertThrows(
                CompletionException.class, () -> ch.execute(wrong.get(0)).join());
        assertInstanceOf(ServerException.class, refused.getCause());
        CreateTableRequest right = TableRequests.createTable("grown", Marked.class)
                .ttl("createdAt", "toDateTime(`created at`) + INTERVAL 10 YEAR")
                .build();
        for (DdlRequest alter : ch.alterTableFor(right).join())
            ch.execute(alter).join();
        assertEquals(List.of(), ch.alterTableFor("grown", Marked.class).join());
        assertEquals(List.of(), ch.missingColumns("grown", Marked.class).join());
        Marked row = new Marked(
                1, new BigDecimal("1.5000"), Instant.parse("2026-01-01T00:00:00Z"), List.of(new Item("a", 1)));
        ch.insert("grown", List.of(row), Marked.class).join();
        assertEquals(
                List.of(row),
                ch.query("SELECT * FROM grown", Marked.class).join().rows());
        ch.dropTable("grown").join();
    }

    @Test
    void databases() {
        ch.createDatabase("it's `one`").join();
        ch.createTable("`it's \\`one\\``.t", Item.class, table -> {}).join();
        assertTrue(ch.tableExists("`it's \\`one\\``.t").join());
        assertThrows(
                CompletionException.class, () -> ch.createDatabase("it's `one`").join());
        ch.execute(DdlRequest.createDatabase("it's `one`").ifNotExists().build())
                .join();
        ch.dropDatabase("it's `one`").join();
        ch.execute(DdlRequest.dropDatabase("it's `one`").ifExists().build()).join();
    }

    @Test
    void whatIsWrongInAConfigurationFailsTheFuture() {
        CompletionException failed = assertThrows(CompletionException.class, () -> ch.createTable(
                        "t", Item.class, table -> table.type("name", "UUID").type("amount", "Nothing else"))
                .join());
        assertInstanceOf(ConfigurationException.class, failed.getCause());
    }
}
