package dev.houseflow.test;

import dev.houseflow.ColumnInfo;
import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.test.internal.Await;
import dev.houseflow.test.internal.RowsDifference;
import java.util.Arrays;
import java.util.List;

/**
 * Assertions on the rows of a table or a query. Each asks the server anew, so that one object can
 * look at a table before and after. They fail with an {@link AssertionError} that says which rows
 * are missing and which are too many. Immutable.
 */
public final class RowsAssert {
    private final ClickHouseAsyncClient client;
    private final String what;
    private final String sql;

    RowsAssert(ClickHouseAsyncClient client, String what, String sql) {
        this.client = client;
        this.what = what;
        this.sql = sql;
    }

    /** There is no row. */
    public RowsAssert isEmpty() {
        return hasRowCount(0);
    }

    /** There are as many rows. */
    public RowsAssert hasRowCount(long expected) {
        long actual = Await.result(client.query("SELECT count() FROM (" + sql + ")", Long.class))
                .rows()
                .get(0);
        if (actual != expected) {
            throw new AssertionError(what + " has " + actual + " rows, not " + expected);
        }
        return this;
    }

    /** There are these rows, each as often, in any order, and no others. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final <T> RowsAssert hasRows(Class<T> type, T... expected) {
        return hasRows(type, Arrays.asList(expected));
    }

    /** There are these rows, each as often, in any order, and no others. */
    public <T> RowsAssert hasRows(Class<T> type, List<? extends T> expected) {
        RowsDifference difference = RowsDifference.of(rows(type), expected);
        if (!difference.isNone()) throw new AssertionError(what + " has other rows:" + difference.text());
        return this;
    }

    /**
     * There are these rows in this order, and no others. For queries with an {@code ORDER BY}: a
     * table has no order.
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final <T> RowsAssert hasRowsInOrder(Class<T> type, T... expected) {
        List<T> actual = rows(type);
        List<T> wanted = Arrays.asList(expected);
        if (actual.equals(wanted)) return this;
        RowsDifference difference = RowsDifference.of(actual, wanted);
        throw new AssertionError(
                difference.isNone()
                        ? what + " has these rows in another order:" + RowsDifference.list(actual)
                        : what + " has other rows:" + difference.text());
    }

    /** These rows are among those that there are, each as often at least. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final <T> RowsAssert contains(Class<T> type, T... expected) {
        RowsDifference difference = RowsDifference.of(rows(type), Arrays.asList(expected));
        if (difference.lacksSome()) throw new AssertionError(what + " lacks rows:" + difference.missing());
        return this;
    }

    /**
     * There are these columns in this order.
     *
     * @param expected a name and a type each, as {@code "id Int64"}
     */
    public RowsAssert hasColumns(String... expected) {
        List<String> actual = Await.result(client.describe(QueryRequest.of(sql))).stream()
                .map(RowsAssert::nameAndType)
                .toList();
        if (!actual.equals(Arrays.asList(expected))) {
            throw new AssertionError(what + " has the columns\n  " + String.join("\n  ", actual) + "\nand not\n  "
                    + String.join("\n  ", expected));
        }
        return this;
    }

    private static String nameAndType(ColumnInfo column) {
        return column.name() + " " + column.type();
    }

    private <T> List<T> rows(Class<T> type) {
        return Await.result(client.query(sql, type)).rows();
    }

    @Override
    public String toString() {
        return "RowsAssert(" + what + ")";
    }
}
