package dev.houseflow.javaapi.internal;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ColumnBuilder;
import dev.houseflow.FormatException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the properties of an object into columns or the elements of a tuple, column by column; primitives without boxing. */
final class PropertyWriters {
    private static final Class<?>[] PRIMITIVES = {
        boolean.class, byte.class, short.class, int.class, long.class, float.class, double.class
    };

    /** {@code (ValueWriter, value) -> void} by the type of the value. */
    private static final Map<Class<?>, MethodHandle> WRITE = writeHandles();

    private final Class<?> type;

    /** {@code (ValueWriter, Object) -> void}: gets the property and writes it. By column. */
    private final MethodHandle[] handles;

    private final ValueWriter[] writers;

    PropertyWriters(Class<?> type, MethodHandle[] handles, ValueWriter[] writers) {
        this.type = type;
        this.handles = handles;
        this.writers = writers;
    }

    /** {@code (ValueWriter, Object) -> void} from a getter {@code (Object) -> value}. */
    static MethodHandle handle(MethodHandle getter) {
        Class<?> value = getter.type().returnType();
        MethodHandle write = WRITE.get(value);
        if (write == null) write = WRITE.get(Object.class).asType(methodType(void.class, ValueWriter.class, value));
        return MethodHandles.filterArguments(write, 1, getter);
    }

    void bind(List<? extends ColumnBuilder> columns) {
        for (int i = 0; i < writers.length; i++) writers[i].bind(columns.get(i));
    }

    void write(Object object) {
        try {
            for (int i = 0; i < writers.length; i++) handles[i].invokeExact(writers[i], object);
        } catch (ClickHouseException | Error known) {
            throw known;
        } catch (Throwable refused) {
            throw new FormatException(
                    "This `" + type.getSimpleName() + "` cannot be written: " + refused, null, null, -1, -1, refused);
        }
    }

    private static Map<Class<?>, MethodHandle> writeHandles() {
        Map<Class<?>, MethodHandle> handles = new HashMap<>();
        handles.put(Object.class, writer("write", Object.class));
        for (Class<?> type : PRIMITIVES) {
            String name = type.getName();
            handles.put(type, writer("write" + Character.toUpperCase(name.charAt(0)) + name.substring(1), type));
        }
        return handles;
    }

    private static MethodHandle writer(String name, Class<?> value) {
        try {
            return RowShape.LOOKUP.findVirtual(ValueWriter.class, name, MethodType.methodType(void.class, value));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("ValueWriter lacks " + name, impossible);
        }
    }
}
