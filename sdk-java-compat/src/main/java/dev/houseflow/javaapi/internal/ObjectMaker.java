package dev.houseflow.javaapi.internal;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ConfigurationException;
import dev.houseflow.FormatException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes objects of one class from the readers of its properties, through method handles that are composed once per class: a value of a
 * primitive type goes from the column into the constructor or the setter without becoming an object.
 */
abstract class ObjectMaker {
    private static final Class<?>[] PRIMITIVES = {
        boolean.class, byte.class, short.class, int.class, long.class, float.class, double.class
    };

    /** {@code (ValueReader, int row) -> value} by the type of the value. */
    private static final Map<Class<?>, MethodHandle> READ = readHandles();

    private final Class<?> type;

    private ObjectMaker(Class<?> type) {
        this.type = type;
    }

    static ObjectMaker of(RowShape shape) {
        return shape.isRecord ? new OfRecord(shape) : new OfBean(shape);
    }

    /** The object of {@code row}; {@code readers} are those of the properties, in order. */
    final Object make(ValueReader[] readers, int row) {
        try {
            return invoke(readers, row);
        } catch (ClickHouseException | Error known) {
            throw known;
        } catch (Throwable refused) {
            String message = "The row cannot be made into a `" + type.getSimpleName() + "`: " + refused;
            throw new FormatException(message, null, null, row, -1, refused);
        }
    }

    abstract Object invoke(ValueReader[] readers, int row) throws Throwable;

    /** The canonical constructor with each parameter replaced by a read. */
    private static final class OfRecord extends ObjectMaker {
        /** {@code (ValueReader[], int) -> Object}. */
        private final MethodHandle handle;

        OfRecord(RowShape shape) {
            super(shape.type);
            MethodHandle handle = shape.constructor;
            int count = shape.properties.size();
            try {
                int[] order = new int[2 * count];
                for (int i = count - 1; i >= 0; i--) {
                    handle = MethodHandles.collectArguments(
                            handle, i, readAt(i, handle.type().parameterType(i)));
                    order[2 * i + 1] = 1;
                }
                handle = MethodHandles.permuteArguments(
                        handle, methodType(shape.type, ValueReader[].class, int.class), order);
            } catch (IllegalArgumentException tooMany) {
                throw new ConfigurationException(
                        "The record " + shape.type.getName() + " has " + count
                                + " components, more than Houseflow can fill (about 120): use a"
                                + " bean, or several records",
                        tooMany);
            }
            this.handle = handle.asType(methodType(Object.class, ValueReader[].class, int.class));
        }

        @Override
        Object invoke(ValueReader[] readers, int row) throws Throwable {
            return handle.invokeExact(readers, row);
        }
    }

    /** The constructor without parameters, then one setter after the other. A property without a reader is left alone. */
    private static final class OfBean extends ObjectMaker {
        /** {@code () -> Object}. */
        private final MethodHandle constructor;

        /** {@code (Object bean, ValueReader, int row) -> void}. */
        private final MethodHandle[] setters;

        OfBean(RowShape shape) {
            super(shape.type);
            constructor = shape.constructor.asType(methodType(Object.class));
            setters = new MethodHandle[shape.properties.size()];
            for (int i = 0; i < setters.length; i++) {
                MethodHandle setter = shape.properties.get(i).setter;
                setters[i] = MethodHandles.collectArguments(
                        setter, 1, read(setter.type().parameterType(1)));
            }
        }

        @Override
        Object invoke(ValueReader[] readers, int row) throws Throwable {
            Object bean = constructor.invokeExact();
            for (int i = 0; i < setters.length; i++) {
                if (readers[i] != null) setters[i].invokeExact(bean, readers[i], row);
            }
            return bean;
        }
    }

    /** {@code (ValueReader[], int row) -> value} of the reader at {@code index}. */
    private static MethodHandle readAt(int index, Class<?> value) {
        MethodHandle element = MethodHandles.arrayElementGetter(ValueReader[].class);
        return MethodHandles.filterArguments(read(value), 0, MethodHandles.insertArguments(element, 1, index));
    }

    /** {@code (ValueReader, int row) -> value}. */
    private static MethodHandle read(Class<?> value) {
        MethodHandle primitive = READ.get(value);
        return primitive != null
                ? primitive
                : READ.get(Object.class).asType(methodType(value, ValueReader.class, int.class));
    }

    private static Map<Class<?>, MethodHandle> readHandles() {
        Map<Class<?>, MethodHandle> handles = new HashMap<>();
        handles.put(Object.class, reader("read", Object.class));
        for (Class<?> type : PRIMITIVES) {
            String name = type.getName();
            handles.put(type, reader("read" + Character.toUpperCase(name.charAt(0)) + name.substring(1), type));
        }
        return handles;
    }

    private static MethodHandle reader(String name, Class<?> value) {
        try {
            return RowShape.LOOKUP.findVirtual(ValueReader.class, name, MethodType.methodType(value, int.class));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("ValueReader lacks " + name, impossible);
        }
    }
}
