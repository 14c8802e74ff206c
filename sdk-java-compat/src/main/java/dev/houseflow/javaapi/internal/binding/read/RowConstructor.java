package dev.houseflow.javaapi.internal.binding.read;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ConfigurationException;
import dev.houseflow.FormatException;
import dev.houseflow.javaapi.internal.binding.shape.Handles;
import dev.houseflow.javaapi.internal.binding.shape.RowShape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes objects of one class from the readers of its properties, through one method handle that is
 * composed once per class: the JVM compiles it as one piece, and a value of a primitive type goes
 * from the column into the constructor or the setter without becoming an object.
 */
public final class RowConstructor {
    private final Class<?> type;

    /** {@code (ValueReader[], int row) -> Object}. */
    private final MethodHandle handle;

    private RowConstructor(Class<?> type, MethodHandle handle) {
        this.type = type;
        this.handle = handle.asType(methodType(Object.class, ValueReader[].class, int.class));
    }

    /** The object of {@code row}; {@code readers} are those of the properties, in order. */
    public Object make(ValueReader[] readers, int row) {
        try {
            return handle.invokeExact(readers, row);
        } catch (ClickHouseException | Error known) {
            throw known;
        } catch (Throwable refused) {
            String message = "The row cannot be made into a `" + type.getSimpleName() + "`: " + refused;
            throw new FormatException(message, null, null, row, -1, refused);
        }
    }

    /**
     * The constructors of one class, one for each set of properties that was read so far.
     * Thread-safe.
     */
    public static final class OfClass {
        private final RowShape shape;
        private final Map<String, RowConstructor> constructors = new ConcurrentHashMap<>();
        private volatile MethodHandle ofValues;

        public OfClass(RowShape shape) {
            this.shape = shape;
        }

        /**
         * The constructor for these readers by property; a property without one is left alone,
         * which only beans can do.
         */
        public RowConstructor of(ValueReader[] readers) {
            StringBuilder set = new StringBuilder(readers.length);
            for (ValueReader reader : readers) set.append(reader == null ? '-' : '+');
            RowConstructor known = constructors.get(set.toString());
            if (known != null) return known;
            RowConstructor made = new RowConstructor(shape.type, shape.takesValues() ? record() : bean(readers));
            constructors.put(set.toString(), made);
            return made;
        }

        /**
         * An object of {@code values} by property, in boxes; of a class whose constructor does not
         * take them, only those that are {@code given} are set.
         */
        public Object make(Object[] values, boolean[] given) {
            try {
                if (shape.takesValues()) return ofValues().invokeExact(values);
                Object made = shape.constructor.invoke();
                for (int i = 0; i < values.length; i++) {
                    if (given[i]) shape.properties.get(i).setter.invoke(made, values[i]);
                }
                return shape.finish == null ? made : shape.finish.invoke(made);
            } catch (ClickHouseException | Error known) {
                throw known;
            } catch (Throwable refused) {
                throw new FormatException(
                        "The value cannot be made into a `" + shape.type.getSimpleName() + "`: " + refused,
                        null,
                        null,
                        -1,
                        -1,
                        refused);
            }
        }

        /** {@code (Object[]) -> Object}. */
        private MethodHandle ofValues() {
            MethodHandle found = ofValues;
            if (found != null) return found;
            int count = shape.properties.size();
            found = shape.constructor
                    .asType(MethodType.genericMethodType(count))
                    .asSpreader(Object[].class, count);
            ofValues = found;
            return found;
        }

        /** The canonical constructor with each parameter replaced by a read. */
        private MethodHandle record() {
            MethodHandle handle = shape.constructor;
            int count = shape.properties.size();
            try {
                int[] order = new int[2 * count];
                for (int i = count - 1; i >= 0; i--) {
                    MethodHandle read = PropertyReads.of(
                            shape.properties.get(i).rawType(), handle.type().parameterType(i));
                    handle = MethodHandles.collectArguments(handle, i, Handles.ofElement(read, ValueReader[].class, i));
                    order[2 * i + 1] = 1;
                }
                return MethodHandles.permuteArguments(
                        handle, methodType(shape.type, ValueReader[].class, int.class), order);
            } catch (IllegalArgumentException tooMany) {
                throw new ConfigurationException(
                        shape.type.getName() + " has " + count
                                + " values in its constructor, more than Houseflow can fill (about 120): use a"
                                + " bean, or several records",
                        tooMany);
            }
        }

        /**
         * The constructor without parameters, then one setter after the other; then the builder's
         * end, if there is one.
         */
        private MethodHandle bean(ValueReader[] readers) {
            List<MethodHandle> setters = new ArrayList<>();
            for (int i = 0; i < readers.length; i++) {
                if (readers[i] == null) continue;
                MethodHandle setter = shape.properties.get(i).setter;
                MethodHandle read = PropertyReads.of(
                        setter.type().parameterType(1), setter.type().parameterType(1));
                setters.add(MethodHandles.collectArguments(setter, 1, Handles.ofElement(read, ValueReader[].class, i)));
            }
            MethodHandle constructor = shape.constructor.asType(methodType(Object.class));
            if (setters.isEmpty()) {
                return finished(MethodHandles.dropArguments(constructor, 0, ValueReader[].class, int.class));
            }
            MethodHandle result = MethodHandles.dropArguments(
                    MethodHandles.identity(Object.class), 1, ValueReader[].class, int.class);
            return finished(MethodHandles.foldArguments(
                    MethodHandles.foldArguments(result, Handles.inOrder(setters)), constructor));
        }

        private MethodHandle finished(MethodHandle made) {
            return shape.finish == null ? made : MethodHandles.filterReturnValue(made, shape.finish);
        }
    }
}
