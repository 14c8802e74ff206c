package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.ArrayColumn;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import dev.houseflow.javaapi.internal.binding.shape.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;

/** Reads {@code Array} as a {@code List}, {@code Collection}, {@code Iterable} or {@code Set}. */
public final class CollectionReader extends ValueReader {
    private final boolean set;
    private final ValueReader element;
    private final Place place;
    private ArrayColumn column;

    public CollectionReader(boolean set, ValueReader element, Place place) {
        this.set = set;
        this.element = element;
        this.place = place;
    }

    @Override
    public void bind(Column column) {
        this.column = Columns.array(column);
        element.bind(this.column.getElements());
    }

    @Override
    public Object read(int row) {
        int start = column.start(row);
        int end = column.end(row);
        Collection<Object> values = set ? new LinkedHashSet<>((end - start) * 2) : new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            Object value = element.read(i);
            if (!values.add(value)) {
                throw place.problem(
                        column,
                        row,
                        "The array has the element " + value + " more than once, which " + place.property
                                + " would lose: declare it a List, or select arrayDistinct(...)");
            }
        }
        return values;
    }
}
