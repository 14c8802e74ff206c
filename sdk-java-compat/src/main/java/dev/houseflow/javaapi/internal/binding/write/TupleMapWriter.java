package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.TupleBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Writes a {@code Map} as {@code Tuple}, by the names of its elements, all of which it has to have.
 */
public final class TupleMapWriter extends CompositeWriter {
    private final List<String> names;
    private final ValueWriter[] elements;
    private TupleBuilder builder;

    public TupleMapWriter(List<String> names, ValueWriter[] elements) {
        this.names = names;
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
        Map<?, ?> values = (Map<?, ?>) value;
        if (!values.keySet().equals(new HashSet<>(names))) {
            throw builder.refused("a map of " + values.keySet() + ", because its elements are " + names);
        }
        for (int i = 0; i < elements.length; i++) elements[i].write(values.get(names.get(i)));
        builder.endRow();
    }
}
