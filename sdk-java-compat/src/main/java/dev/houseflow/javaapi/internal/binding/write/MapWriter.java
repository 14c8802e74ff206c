package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.MapBuilder;
import java.util.Map;

/** Writes a {@code Map}, or an {@code Iterable} of {@code Map.Entry}, as {@code Map}. */
public final class MapWriter extends CompositeWriter {
    private final ValueWriter key;
    private final ValueWriter value;
    private MapBuilder builder;

    public MapWriter(ValueWriter key, ValueWriter value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void bindParts(ColumnBuilder builder) {
        this.builder = (MapBuilder) builder;
        key.bind(this.builder.getKeys());
        value.bind(this.builder.getValues());
    }

    @Override
    public void writeParts(Object map) {
        Iterable<?> entries = map instanceof Map ? ((Map<?, ?>) map).entrySet() : (Iterable<?>) map;
        for (Object item : entries) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) item;
            key.write(entry.getKey());
            value.write(entry.getValue());
        }
        builder.endRow();
    }
}
