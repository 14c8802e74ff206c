package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.FormatException;
import dev.houseflow.javaapi.internal.binding.read.EnumNames;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.shape.Containers;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns records and beans into the maps and lists that a JSON column takes. */
final class JsonObjects {
    private final Shapes shapes;

    JsonObjects(Shapes shapes) {
        this.shapes = shapes;
    }

    Object of(Object value) {
        if (value == null) return null;
        Class<?> type = value.getClass();
        if (Containers.isOptional(type)) return of(WritePlanner.unwrap(value));
        if (value instanceof Map) {
            Map<Object, Object> object = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, item) -> object.put(key, of(item)));
            return object;
        }
        if (value instanceof Iterable) {
            List<Object> items = new ArrayList<>();
            for (Object item : (Iterable<?>) value) items.add(of(item));
            return items;
        }
        if (type.isArray()) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) items.add(of(Array.get(value, i)));
            return items;
        }
        if (value instanceof Enum) return EnumNames.nameOf((Enum<?>) value);
        Scalar scalar = Scalar.of(type);
        if (scalar != null) return scalar.toColumn == null ? value : scalar.toColumn.apply(value);
        // What is not of a class of rows goes on as it is: JSON elements, say. The column refuses
        // what it does not take.
        return Containers.isForeign(type) || type.getName().startsWith("kotlin") ? value : object(value);
    }

    private Object object(Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Property property : shapes.of(value.getClass()).shape.properties) {
            if (property.getter == null) continue;
            Object got;
            try {
                got = property.getter.invoke(value);
            } catch (Error error) {
                throw error;
            } catch (Throwable refused) {
                throw new FormatException(
                        "`" + property.name + "` of this `" + value.getClass().getSimpleName() + "` cannot be read: "
                                + refused,
                        null,
                        null,
                        -1,
                        -1,
                        refused);
            }
            object.put(property.columnName(), of(got));
        }
        return object;
    }
}
