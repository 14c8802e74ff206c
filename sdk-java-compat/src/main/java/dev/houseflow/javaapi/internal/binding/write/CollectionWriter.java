package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.ArrayBuilder;

/** Writes an {@code Iterable} or an array of objects as {@code Array}, element by element. */
public final class CollectionWriter extends CompositeWriter {
    private final ValueWriter element;
    private ArrayBuilder builder;

    public CollectionWriter(ValueWriter element) {
        this.element = element;
    }

    @Override
    public void bindParts(ColumnBuilder builder) {
        this.builder = (ArrayBuilder) builder;
        element.bind(this.builder.getElements());
    }

    @Override
    public void writeParts(Object value) {
        if (value instanceof Object[]) {
            for (Object item : (Object[]) value) element.write(item);
        } else {
            for (Object item : (Iterable<?>) value) element.write(item);
        }
        builder.endRow();
    }
}
