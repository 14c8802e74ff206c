package dev.houseflow.javaapi.internal;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.MapColumn;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code Map} as a {@code Map}, in the order of the server. */
final class MapReader extends ValueReader {
    private final ValueReader key;
    private final ValueReader value;
    private final Place place;
    private MapColumn column;

    MapReader(ValueReader key, ValueReader value, Place place) {
        this.key = key;
        this.value = value;
        this.place = place;
    }

    @Override
    void bind(Column column) {
        this.column = Columns.map(column);
        key.bind(this.column.getKeys());
        value.bind(this.column.getValues());
    }

    @Override
    Object read(int row) {
        int start = column.start(row);
        int end = column.end(row);
        Map<Object, Object> entries = new LinkedHashMap<>((end - start) * 2);
        for (int i = start; i < end; i++) {
            Object name = key.read(i);
            if (entries.containsKey(name)) {
                throw place.problem(
                        column,
                        row,
                        "The map has the key " + name + " more than once, which " + place.property
                                + " would lose: make it a List of Map.Entry");
            }
            entries.put(name, value.read(i));
        }
        return entries;
    }
}
