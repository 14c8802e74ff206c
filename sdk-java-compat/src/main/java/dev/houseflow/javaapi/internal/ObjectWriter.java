package dev.houseflow.javaapi.internal;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.TupleBuilder;

/** Writes a record or bean as {@code Tuple}. */
final class ObjectWriter extends CompositeWriter {
    private final PropertyWriters properties;
    private TupleBuilder builder;

    ObjectWriter(PropertyWriters properties) {
        this.properties = properties;
    }

    @Override
    void bindParts(ColumnBuilder builder) {
        this.builder = (TupleBuilder) builder;
        properties.bind(this.builder.getElements());
    }

    @Override
    void writeParts(Object value) {
        properties.write(value);
        builder.endRow();
    }
}
