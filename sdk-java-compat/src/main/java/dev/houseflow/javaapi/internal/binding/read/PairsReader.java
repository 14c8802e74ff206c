package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.MapColumn;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code Map} as a {@code List} of {@code Map.Entry}, which keeps repeated keys. */
public final class PairsReader extends ValueReader {
    private final ValueReader key;
    private final ValueReader value;
    private MapColumn column;

    public PairsReader(ValueReader key, ValueReader value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void bind(Column column) {
        this.column = Columns.map(column);
        key.bind(this.column.getKeys());
        value.bind(this.column.getValues());
    }

    @Override
    public Object read(int row) {
        int start = column.start(row);
        int end = column.end(row);
        List<Object> entries = new ArrayList<>(end - start);
        for (int i = start; i < end; i++)
            entries.add(new AbstractMap.SimpleImmutableEntry<>(key.read(i), value.read(i)));
        return entries;
    }
}
