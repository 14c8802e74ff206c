package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.codec.MapCodecKt;
import dev.houseflow.internal.codec.MapColumn;
import dev.houseflow.internal.rows.FastColumnAccess;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads {@code Map} as a {@code Map}, in the order of the server. */
public final class MapReader extends ValueReader {
    private final ValueReader key;
    private final ValueReader value;
    private final BindingPath path;
    private MapColumn column;

    /** Whether the keys are asked for just as the column gives them. */
    private boolean isText;

    public MapReader(ValueReader key, ValueReader value, BindingPath path) {
        this.key = key;
        this.value = value;
        this.path = path;
    }

    @Override
    public void bind(Column column) {
        this.column = Columns.map(column);
        Column keys = this.column.getKeys();
        isText = key instanceof TextReader && FastColumnAccess.isText(keys);
        key.bind(keys);
        value.bind(this.column.getValues());
    }

    @Override
    public Object read(int row) {
        int start = column.start(row);
        int end = column.end(row);
        int count = end - start;
        // Just the table that so many entries need.
        Map<Object, Object> entries = new LinkedHashMap<>(MapCodecKt.hashCapacity(count));
        for (int i = start; i < end; i++) {
            entries.put(isText ? column.key(i) : key.read(i), value.read(i));
        }
        if (entries.size() < count) throw repeated(row);
        return entries;
    }

    private RuntimeException repeated(int row) {
        Set<Object> seen = new HashSet<>();
        int i = column.start(row);
        while (seen.add(key.read(i))) i++;
        String message = "The map has the key " + key.read(i) + " more than once, which " + path.getProperty()
                + " would lose: make it a List of Map.Entry";
        return path.problem(column, row, message);
    }
}
