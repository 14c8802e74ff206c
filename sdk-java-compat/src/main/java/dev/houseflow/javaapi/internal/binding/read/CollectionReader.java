package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.codec.ArrayColumn;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;

/** Reads {@code Array} as a {@code List}, {@code Collection}, {@code Iterable} or {@code Set}. */
public final class CollectionReader extends ValueReader {
    private final boolean set;
    private final ValueReader element;
    private final BindingPath path;
    private ArrayColumn column;

    public CollectionReader(boolean set, ValueReader element, BindingPath path) {
        this.set = set;
        this.element = element;
        this.path = path;
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
                throw path.problem(
                        column,
                        row,
                        "The array has the element " + value + " more than once, which " + path.getProperty()
                                + " would lose: declare it a List, or select arrayDistinct(...)");
            }
        }
        return values;
    }
}
