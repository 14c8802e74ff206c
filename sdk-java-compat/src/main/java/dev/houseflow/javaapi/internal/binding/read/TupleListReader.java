package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code Tuple} as a {@code List} or an array, in order. */
public final class TupleListReader extends ValueReader {
    private final ValueReader[] elements;

    /** What the array is of; {@code null} for a list. */
    private final Class<?> component;

    private final BindingPath path;
    private Column outer;

    public TupleListReader(ValueReader[] elements, Class<?> component, BindingPath path) {
        this.elements = elements;
        this.component = component;
        this.path = path;
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
        return component == null ? list(row) : array(row);
    }

    private List<Object> list(int row) {
        List<Object> values = new ArrayList<>(elements.length);
        for (ValueReader element : elements) values.add(element.read(row));
        return values;
    }

    private Object array(int row) {
        Object values = Array.newInstance(component, elements.length);
        for (int i = 0; i < elements.length; i++) {
            Object value = elements[i].read(row);
            if (value == null && component.isPrimitive()) {
                throw path.refusesNull(outer, row, Types.boxed(component).getSimpleName() + "[]");
            }
            Array.set(values, i, value);
        }
        return values;
    }
}
