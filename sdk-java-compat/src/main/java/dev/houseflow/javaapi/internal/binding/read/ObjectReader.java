package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import java.util.List;

/** Reads {@code Tuple} as a nested record or bean. */
public final class ObjectReader extends ValueReader {
    private final RowConstructor constructor;
    private final ValueReader[] readers;
    private final int[] elements;
    private Column outer;

    /**
     * {@code readers} by property, {@code null} where a bean keeps its default; {@code elements}
     * the tuple element of each.
     */
    public ObjectReader(RowConstructor constructor, ValueReader[] readers, int[] elements) {
        this.constructor = constructor;
        this.readers = readers;
        this.elements = elements;
    }

    @Override
    public void bind(Column column) {
        outer = column;
        List<Column> parts = Columns.tuple(column).getElements();
        for (int i = 0; i < readers.length; i++) {
            if (readers[i] != null) readers[i].bind(parts.get(elements[i]));
        }
    }

    @Override
    public Object read(int row) {
        return outer.isNull(row) ? null : constructor.make(readers, row);
    }
}
