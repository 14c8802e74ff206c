package dev.houseflow.javaapi.internal.binding.write;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.ClickHouseException;
import dev.houseflow.FormatException;
import dev.houseflow.internal.codec.NativeBuilder;
import dev.houseflow.javaapi.internal.binding.read.ObjectMaker;
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
 * Takes objects of one class apart: gets each property and appends it, through one method handle that is composed once per class; see
 * {@link ObjectMaker}, which does the reverse.
 */
public final class ObjectTaker {
    private final Class<?> type;

    /** {@code (Object[] targets, Object) -> void}. */
    private final MethodHandle handle;

    /** {@code (Object) -> void}, or {@code null}; see {@link Glances}. */
    private final MethodHandle glance;

    private ObjectTaker(Class<?> type, MethodHandle handle, MethodHandle glance) {
        this.type = type;
        this.handle = handle;
        this.glance = glance;
    }

    /** Whether {@link #glance} does anything. */
    public boolean glances() {
        return glance != null;
    }

    /** Looks at the properties of {@code objects[from..to)}, which may be far from them in memory; see {@link Glances}. */
    public void glance(Object[] objects, int from, int to) {
        if (glance != null) Glances.at(objects, from, to, glance);
    }

    /**
     * Appends the properties of {@code object} to {@code targets}, by property: the builder of the column where {@link OfClass#of} was told that
     * it takes the value as it is, otherwise a {@link ValueWriter}.
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

    /** The takers of one class, one for each way of laying it over columns so far. Thread-safe. */
    public static final class OfClass {
        private final RowShape shape;
        private final Map<String, ObjectTaker> takers = new ConcurrentHashMap<>();

        public OfClass(RowShape shape) {
            this.shape = shape;
        }

        /**
         * The taker for these writers by property; a property without one is left out. {@code wholeColumns} is whether they write the columns
         * of a block, and not parts of one.
         */
        public ObjectTaker of(ValueWriter[] writers, boolean wholeColumns) {
            PropertyWrites.Way[] ways = new PropertyWrites.Way[writers.length];
            boolean wait = wholeColumns && texts(writers) >= NativeBuilder.TEXTS_TO_WAIT;
            for (int i = 0; i < ways.length; i++) {
                if (writers[i] == null) continue;
                if (!writers[i].isPlain()) ways[i] = PropertyWrites.Way.BY_WRITER;
                else ways[i] = wait && isText(i) ? PropertyWrites.Way.LATER : PropertyWrites.Way.AT_ONCE;
            }
            String key = Arrays.toString(ways);
            ObjectTaker known = takers.get(key);
            if (known != null) return known;
            ObjectTaker made = new ObjectTaker(shape.type, compose(ways), glance(ways));
            takers.put(key, made);
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

        private MethodHandle compose(PropertyWrites.Way[] ways) {
            List<MethodHandle> steps = new ArrayList<>();
            for (int i = 0; i < ways.length; i++) {
                if (ways[i] == null) continue;
                MethodHandle getter = shape.properties.get(i).getter;
                MethodHandle write = PropertyWrites.of(getter.type().returnType(), ways[i]);
                steps.add(Handles.ofElement(MethodHandles.filterArguments(write, 1, getter), Object[].class, i));
            }
            return steps.isEmpty()
                    ? MethodHandles.dropArguments(nothing(), 0, Object[].class, Object.class)
                    : Handles.inOrder(steps);
        }

        private MethodHandle glance(PropertyWrites.Way[] ways) {
            List<Property> soon = new ArrayList<>();
            for (int i = 0; i < ways.length; i++) {
                // Builders glance by themselves at what they take to look at later.
                if (ways[i] != null && ways[i] != PropertyWrites.Way.LATER) soon.add(shape.properties.get(i));
            }
            return Glances.of(shape.type, soon);
        }

        private static MethodHandle nothing() {
            return MethodHandles.constant(Object.class, null).asType(methodType(void.class));
        }
    }
}
