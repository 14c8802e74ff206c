package dev.houseflow.javaapi.internal.binding.write;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.ClickHouseException;
import dev.houseflow.FormatException;
import dev.houseflow.internal.codec.NativeBuilder;
import dev.houseflow.javaapi.internal.binding.read.RowConstructor;
import dev.houseflow.javaapi.internal.binding.shape.Handles;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.RowShape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes objects of one class apart: gets each property and appends it, through one method handle
 * that is composed once per class; see {@link RowConstructor}, which does the reverse.
 */
public final class RowDeconstructor {
    private final Class<?> type;

    /** {@code (Object[] targets, Object) -> void}. */
    private final MethodHandle handle;

    /** {@code (Object) -> void}, or {@code null}; see {@link ObjectPrefetch}. */
    private final MethodHandle prefetch;

    private RowDeconstructor(Class<?> type, MethodHandle handle, MethodHandle prefetch) {
        this.type = type;
        this.handle = handle;
        this.prefetch = prefetch;
    }

    /** Whether {@link #prefetch} does anything. */
    public boolean prefetches() {
        return prefetch != null;
    }

    /**
     * Looks at the properties of {@code objects[from..to)}, which may be far from them in memory;
     * see {@link ObjectPrefetch}.
     */
    public void prefetch(Object[] objects, int from, int to) {
        if (prefetch != null) ObjectPrefetch.at(objects, from, to, prefetch);
    }

    /**
     * Appends the properties of {@code object} to {@code targets}, by property: the builder of the
     * column where {@link OfClass#of} was told that it takes the value as it is, otherwise a
     * {@link ValueWriter}.
     */
    public void take(Object[] targets, Object object) {
        try {
            handle.invokeExact(targets, object);
        } catch (ClickHouseException | Error known) {
            throw known;
        } catch (Throwable refused) {
            throw new FormatException(
                    "This `" + type.getSimpleName() + "` cannot be written: " + refused, null, null, -1, -1, refused);
        }
    }

    /**
     * The deconstructors of one class, one for each way of laying it over columns so far.
     * Thread-safe.
     */
    public static final class OfClass {
        private final RowShape shape;
        private final Map<String, RowDeconstructor> deconstructors = new ConcurrentHashMap<>();

        public OfClass(RowShape shape) {
            this.shape = shape;
        }

        /**
         * The deconstructor for these writers by property; a property without one is left out.
         * {@code wholeColumns} is whether they write the columns of a block, and not parts of one.
         */
        public RowDeconstructor of(ValueWriter[] writers, boolean wholeColumns) {
            PropertyWrites.WriteMode[] modes = new PropertyWrites.WriteMode[writers.length];
            boolean wait = wholeColumns && texts(writers) >= NativeBuilder.TEXTS_TO_WAIT;
            for (int i = 0; i < modes.length; i++) {
                if (writers[i] == null) continue;
                if (!writers[i].isPlain()) modes[i] = PropertyWrites.WriteMode.BY_WRITER;
                else
                    modes[i] = wait && isText(i) ? PropertyWrites.WriteMode.DEFERRED : PropertyWrites.WriteMode.AT_ONCE;
            }
            String key = Arrays.toString(modes);
            RowDeconstructor known = deconstructors.get(key);
            if (known != null) return known;
            RowDeconstructor made = new RowDeconstructor(shape.type, compose(modes), prefetch(modes));
            deconstructors.put(key, made);
            return made;
        }

        private int texts(ValueWriter[] writers) {
            int count = 0;
            for (int i = 0; i < writers.length; i++) {
                if (writers[i] != null && writers[i].isPlain() && isText(i)) count++;
            }
            return count;
        }

        private boolean isText(int property) {
            return shape.properties.get(property).getter.type().returnType() == String.class;
        }

        private MethodHandle compose(PropertyWrites.WriteMode[] modes) {
            List<MethodHandle> steps = new ArrayList<>();
            for (int i = 0; i < modes.length; i++) {
                if (modes[i] == null) continue;
                MethodHandle getter = shape.properties.get(i).getter;
                MethodHandle write = PropertyWrites.of(getter.type().returnType(), modes[i]);
                steps.add(Handles.ofElement(MethodHandles.filterArguments(write, 1, getter), Object[].class, i));
            }
            return steps.isEmpty()
                    ? MethodHandles.dropArguments(nothing(), 0, Object[].class, Object.class)
                    : Handles.inOrder(steps);
        }

        private MethodHandle prefetch(PropertyWrites.WriteMode[] modes) {
            List<Property> soon = new ArrayList<>();
            for (int i = 0; i < modes.length; i++) {
                // Builders prefetch by themselves what they take to look at later.
                if (modes[i] != null && modes[i] != PropertyWrites.WriteMode.DEFERRED)
                    soon.add(shape.properties.get(i));
            }
            return ObjectPrefetch.of(shape.type, soon);
        }

        private static MethodHandle nothing() {
            return MethodHandles.constant(Object.class, null).asType(methodType(void.class));
        }
    }
}
