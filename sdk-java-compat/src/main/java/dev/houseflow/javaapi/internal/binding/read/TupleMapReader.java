package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.MapCodecKt;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code Tuple} as a {@code Map} by the names of its elements. */
public final class TupleMapReader extends ValueReader {
    private final List<String> names;
    private final ValueReader[] elements;
    private Column outer;

    public TupleMapReader(List<String> names, ValueReader[] elements) {
        this.names = names;
        this.elements = elements;
    }

    @Override
    public void bind(Column column) {
        outer = column;
        List<Column> parts = Columns.tuple(column).getElements();
        for (int i = 0; i < elements.length; i++) elements[i].bind(parts.get(i));
    }

    @Override
    public Object read(int row) {
        if (outer.isNull(row)) return null;
        Map<String, Object> values = new LinkedHashMap<>(MapCodecKt.hashCapacity(elements.length));
        for (int i = 0; i < elements.length; i++) values.put(names.get(i), elements[i].read(row));
        return values;
    }
}
