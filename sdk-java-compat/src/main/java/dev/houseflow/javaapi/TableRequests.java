package dev.houseflow.javaapi;

import dev.houseflow.CreateTableRequest;
import dev.houseflow.InsertRequest;
import dev.houseflow.javaapi.internal.binding.ColumnShapes;
import java.util.Objects;

/**
 * Statements that make tables for Java's classes; {@link dev.houseflow.DdlRequest} has those that
 * need no class. Not to be instantiated.
 */
public final class TableRequests {
    private TableRequests() {}

    /**
     * Starts a {@code CREATE TABLE} with a column for each property of {@code type}, which is a
     * record or another class as for an insert. The builder's {@code build()} makes the request,
     * whose {@code toSql()} shows the statement, and {@link ClickHouseAsyncClient#execute} runs it.
     *
     * <p>{@link dev.houseflow.ClickHouseColumn} on a property says more about its column. An
     * {@code Optional}, a box such as {@code Integer}, and what an annotation called {@code
     * Nullable} stands on, may be NULL; a box that a key uses may not. Anything else is never NULL.
     *
     * <p>Throws a {@code ConfigurationException} when the class has no properties, or the name of
     * the table has more than two parts.
     *
     * @param table a name as for {@link InsertRequest#of}: {@code table} or {@code database.table},
     *     quoted where there is a dot in one of them
     *     ({@link dev.houseflow.ClickHouseSql#quoteName})
     */
    public static <T> CreateTableRequest.Builder<T> createTable(String table, Class<T> type) {
        Objects.requireNonNull(table, "table");
        return ColumnShapes.createTable(table, Objects.requireNonNull(type, "type"));
    }
}
