package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.TupleBuilder;

/** Writes a record or bean as {@code Tuple}. */
public final class ObjectWriter extends CompositeWriter {
    private final PropertyWriters properties;
    private TupleBuilder builder;

    public ObjectWriter(PropertyWriters properties) {
        this.properties = properties;
    }

    @Override
    public void bindParts(ColumnBuilder builder) {
        this.builder = (TupleBuilder) builder;
        properties.bind(this.builder.getElements());
    }

    @Override
    public void writeParts(Object value) {
        properties.write(value);
        builder.endRow();
    }
}
