package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.ExternalTable;
import dev.houseflow.internal.block.RowAdapter;
import java.util.Collection;
import java.util.Collections;

/** Makes external tables of records and beans. */
public final class ExternalRows {
    private ExternalRows() {}

    /**
     * A table of {@code rows}. Tables are made without a client, and what is known of a class does
     * not outlive the table.
     */
    public static <T> ExternalTable table(String name, String structure, Collection<? extends T> rows, Class<T> type) {
        RowAdapter<T> adapter = new Shapes().adapter(type);
        return ExternalTable.ofRows(name, structure, Collections.<T>unmodifiableCollection(rows), adapter);
    }
}
