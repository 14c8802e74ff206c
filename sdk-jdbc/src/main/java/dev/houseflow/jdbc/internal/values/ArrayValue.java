package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseType;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** An array. It outlives its row and its result. */
public final class ArrayValue implements Array {
    /** Makes the result of {@link #getResultSet()}, which is made elsewhere. */
    public interface Results {
        /** A result with the columns INDEX, from {@code first} on, and VALUE. */
        ResultSet of(ClickHouseType element, List<?> values, long first) throws SQLException;
    }

    private static volatile Results results;

    private final ClickHouseType element;
    private final Supplier<String> text;
    private List<?> values;

    /** For what the client gives inside of others, or a caller gave to {@code createArrayOf}. */
    public ArrayValue(ClickHouseType element, List<?> values) {
        this(element, values, null);
    }

    /** The same with its text, as a column has it. */
    ArrayValue(ClickHouseType element, List<?> values, Supplier<String> text) {
        this.element = element;
        this.values = values;
        this.text = text;
    }

    /** Says who makes results. */
    public static void resultsBy(Results maker) {
        results = maker;
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        values();
        return element.toString();
    }

    @Override
    public int getBaseType() throws SQLException {
        values();
        return TypeInfo.of(element).jdbcType();
    }

    @Override
    public Object getArray() throws SQLException {
        return JavaArrays.of(element, values());
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        return getArray();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return JavaArrays.of(element, slice(index, count));
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return results.of(element, values(), 1);
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return results.of(element, slice(index, count), index);
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return getResultSet(index, count);
    }

    @Override
    public void free() {
        values = null;
    }

    private List<?> slice(long index, int count) throws SQLException {
        List<?> all = values();
        if (index < 1 || count < 0 || index - 1 + count > all.size()) {
            throw SqlErrors.data(
                    "2202E",
                    "There are no " + count + " elements from " + index + " on: the array has " + all.size()
                            + ", counted from 1");
        }
        return all.subList((int) index - 1, (int) index - 1 + count);
    }

    /** What the client gave. */
    public List<?> values() throws SQLException {
        List<?> all = values;
        if (all == null) throw SqlErrors.state("HY010", "This array was freed; read it before free()");
        return all;
    }

    /** The type of the elements. */
    public ClickHouseType element() {
        return element;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayValue
                && ((ArrayValue) other).element.equals(element)
                && Objects.equals(((ArrayValue) other).values, values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    @Override
    public String toString() {
        if (values == null) return "freed array";
        return text == null ? Texts.of(this) : text.get();
    }
}
