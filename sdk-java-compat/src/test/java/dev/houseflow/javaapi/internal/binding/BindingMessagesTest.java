package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.adapter;
import static dev.houseflow.javaapi.internal.binding.Blocks.block;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static dev.houseflow.javaapi.internal.binding.Blocks.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What records and beans are told word by word; Kotlin's classes have a test of the same name. */
class BindingMessagesTest {
    record Customer(String name, int age) {}

    record Whole(int first, String createdAt, Customer pair, Customer inner) {}

    @Test
    void namesInAResult() {
        assertEquals(
                """
                `Whole` does not match the columns of this result:
                  - property `createdAt: String` may be any of column `created_at`, column `CREATED_AT`: give one an alias (AS) so that one of them has the property's name
                  - property `first: int` has no column: did you mean `firs`? select it, name its column with @ClickHouseName, or leave the property out
                  - column `pair` has 1 elements, matched by order, but `Customer` has 2 components: make them as many, or name the elements of the tuple
                  - property `inner.age: int` has no element in column `inner`: add it to the tuple, name its column with @ClickHouseName, or leave the property out\
                """,
                reading(
                        Whole.class,
                        "firs",
                        "Int32",
                        "created_at",
                        "String",
                        "CREATED_AT",
                        "String",
                        "pair",
                        "Tuple(String)",
                        "inner",
                        "Tuple(name String)"));
    }

    public static class Bean {
        public int id;
        private Customer inner;

        public void setInner(Customer inner) {
            this.inner = inner;
        }
    }

    public static class Inner {
        public String name = "";
        public int age;
    }

    public static class Outer {
        public int id;
        public Inner inner;
    }

    @Test
    void namesOfBeans() {
        assertEquals("""
                `Outer` does not match the columns of this result:
                  - property `id: int` has no column: did you mean `idd`? select it, name its column with @ClickHouseName, or mark its field transient
                  - column `inner` has elements without names, which only a record takes, in order: make `Inner` a record, or name the elements of the tuple\
                """, reading(Outer.class, "idd", "Int32", "inner", "Tuple(String, Int32)"));
        assertEquals(
                """
                `Bean` does not match the columns of this insert:
                  - property `inner: Customer` cannot be read: give it a public getter
                  - column `other` has no property in `Bean`: add one, or leave the column out of the insert\
                """, writing(Bean.class, "id", "Int32", "inner", "Tuple(name String, age Int32)", "other", "Int8"));
        assertEquals("""
                `Outer` does not match the columns of this insert:
                  - element `year` of column `inner` has no property in `Inner`: add one, since a tuple is written whole
                  - property `inner.age` has no element in column `inner`: remove it, or mark its field transient\
                """, writing(Outer.class, "id", "Int32", "inner", "Tuple(name String, year Int32)"));
    }

    record Types(int a, String b, List<Integer> c, Map<Integer, Integer> d, int e, List<Inner> f) {}

    @Test
    void types() {
        assertEquals(
                """
                `Types` does not match the columns of this result:
                  - column `a` is Array(Nullable(UInt64)) but property `a: int` does not hold that: make it `List<BigInteger>`
                  - column `b` is AggregateFunction(uniq, UInt64) but property `b: String` does not hold that: a state is no value: select finalizeAggregation(`b`), or make it `byte[]` to keep the state
                  - the elements of column `c` is UUID but the elements of property `c: List<Integer>` does not hold that: make it `UUID`
                  - the keys of column `d` is UUID but the keys of property `d: Map<Integer, Integer>` does not hold that: make it `UUID`
                  - column `e` is Tuple(Int32, Int32) but property `e: int` does not hold that: make it a record with a component for each element
                  - column `f` is Map(String, Int32) but property `f: List<Inner>` does not hold that: make it `Map<String, Integer>`\
                """,
                reading(
                        Types.class,
                        "a",
                        "Array(Nullable(UInt64))",
                        "b",
                        "AggregateFunction(uniq, UInt64)",
                        "c",
                        "Array(UUID)",
                        "d",
                        "Map(UUID, Int32)",
                        "e",
                        "Tuple(Int32, Int32)",
                        "f",
                        "Map(String, Int32)"));
    }

    sealed interface Value permits Text, Place, Many {}

    record Text(String text) implements Value {}

    record Place(double x, double y) implements Value {}

    record Many(List<Place> places) implements Value {}

    record Event(Value value) {}

    @Test
    void sealedTypes() {
        assertEquals(
                "`Event` does not match the columns of this result: column `value` may hold UUID, which fits no subclass of `Value`: add a"
                        + " record with one component of type `UUID`, or one with @ClickHouseName(\"UUID\")",
                reading(Event.class, "value", "Variant(String, UUID)"));
        assertEquals(
                """
                `Event` does not match the columns of this insert:
                  - `Place` of property `value: Value` fits no alternative of column `value`
                  - `Many` of property `value: Value` fits Array(Tuple(x Float64, y Float64)) and Array(Tuple(y Float64, x Float64)) of column `value` equally well: name one of them, @ClickHouseName("Array(Tuple(x Float64, y Float64))")\
                """,
                writing(
                        Event.class,
                        "value",
                        "Variant(Array(Tuple(x Float64, y Float64)), Array(Tuple(y Float64, x Float64)), String)"));
    }

    @Test
    void oneValue() {
        assertEquals(
                "`Long` has no properties and takes one column, but this result has 2: use a record",
                reading(Long.class, "a", "Int64", "b", "Int64"));
        assertEquals(
                "`Long` does not match the columns of this result: column `a` is UUID but `Long` does not hold that: make it `UUID`",
                reading(Long.class, "a", "UUID"));
    }

    record Null(int id) {}

    @Test
    void nullForAPrimitive() {
        List<ColumnHeader> headers = headers("id", "Nullable(Int32)");
        RowReader<Null> reader = adapter(Null.class).reader(headers);
        reader.bind(block(headers, row((Object) null)));
        String message =
                assertThrows(FormatException.class, () -> reader.read(0)).getMessage();
        assertEquals(
                "The value is NULL, which property `id: int` cannot hold: make it `Integer` or an Optional, or use ifNull(`id`, ...)",
                message.substring(0, message.indexOf(" (")));
    }

    private static String reading(Class<?> type, String... columns) {
        return assertThrows(FormatException.class, () -> adapter(type).reader(headers(columns)))
                .getMessage();
    }

    private static String writing(Class<?> type, String... columns) {
        return assertThrows(FormatException.class, () -> adapter(type).writer(headers(columns)))
                .getMessage();
    }
}
