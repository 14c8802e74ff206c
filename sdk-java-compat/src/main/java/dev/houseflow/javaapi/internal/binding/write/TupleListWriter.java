package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.TupleBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes an {@code Iterable} or an array of objects as {@code Tuple}, in order. */
public final class TupleListWriter extends CompositeWriter {
    private final ValueWriter[] elements;
    private TupleBuilder builder;

    public TupleListWriter(ValueWriter[] elements) {
        this.elements = elements;
    }

    @Override
    public void bindParts(ColumnBuilder builder) {
        this.builder = (TupleBuilder) builder;
        for (int i = 0; i < elements.length; i++)
            elements[i].bind(this.builder.getElements().get(i));
    }

    @Override
    public void writeParts(Object value) {
        List<Object> values = new ArrayList<>();
        if (value instanceof Object[]) values.addAll(Arrays.asList((Object[]) value));
        else for (Object item : (Iterable<?>) value) values.add(item);
        if (values.size() != elements.length) {
            throw builder.refused(values.size() + " values, because it has " + elements.length + " elements");
        }
        for (int i = 0; i < elements.length; i++) elements[i].write(values.get(i));
        builder.endRow();
    }
}
