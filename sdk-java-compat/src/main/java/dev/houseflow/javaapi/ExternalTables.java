package dev.houseflow.javaapi;

import dev.houseflow.ExternalTable;
import dev.houseflow.javaapi.internal.binding.ExternalRows;
import java.util.Collection;
import java.util.Objects;

/**
 * External tables of objects, which are sent with one query; {@link ExternalTable#of} makes those
 * of bytes, texts, files and streams. Not to be instantiated.
 */
public final class ExternalTables {
    private ExternalTables() {}

    /**
     * A table of {@code rows}, each a record or a bean whose properties find their columns by name,
     * as for an insert; or a single value, such as a {@code Long}, for a table of one column. They
     * are turned into blocks while they are sent: leave them as they are until the query has ended.
     * It may be sent any number of times.
     *
     * <p>Throws a {@code FormatException} when the class does not match the structure, and a
     * {@code ConfigurationException} for a name or a structure that cannot be one, for a class that
     * cannot be a row, and for a {@code DateTime} without a time zone: which one the server would
     * take is not known here.
     *
     * @param name what the query calls the table: letters, digits and underscores
     * @param structure columns, {@code id UInt64, name String}, or types alone,
     *     {@code UInt64, String}, whose columns the server calls {@code _1}, {@code _2}
     * @param type a record, a bean, or a class of single values
     */
    public static <T> ExternalTable of(String name, String structure, Collection<? extends T> rows, Class<T> type) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(structure, "structure");
        return ExternalRows.table(
                name, structure, Objects.requireNonNull(rows, "rows"), Objects.requireNonNull(type, "type"));
    }
}
