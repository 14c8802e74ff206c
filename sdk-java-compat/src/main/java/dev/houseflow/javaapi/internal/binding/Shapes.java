package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.internal.block.RowAdapter;
import dev.houseflow.internal.untyped.ArraysOrRows;
import dev.houseflow.internal.untyped.UntypedRows;
import dev.houseflow.javaapi.internal.binding.read.RowConstructor;
import dev.houseflow.javaapi.internal.binding.shape.RowShape;
import dev.houseflow.javaapi.internal.binding.write.RowDeconstructor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one client has found out about classes, so that it is found out once. Thread-safe. */
public final class Shapes {
    private final Map<Class<?>, Known> known = new ConcurrentHashMap<>();
    private final Map<Class<?>, RowAdapter<?>> adapters = new ConcurrentHashMap<>();

    /** One class. */
    public static final class Known {
        public final RowShape shape;
        public final RowConstructor.OfClass constructors;
        public final RowDeconstructor.OfClass deconstructors;

        public Known(RowShape shape) {
            this.shape = shape;
            this.constructors = new RowConstructor.OfClass(shape);
            this.deconstructors = new RowDeconstructor.OfClass(shape);
        }
    }

    /** The adapter of rows of {@code type}. */
    @SuppressWarnings("unchecked") // Under each class stands its own adapter.
    public <T> RowAdapter<T> adapter(Class<T> type) {
        RowAdapter<?> found = adapters.get(type);
        if (found == null) {
            found = UntypedRows.adapterOf(type);
            if (found == null) found = new ClassRowAdapter<>(type, this);
            if (type == Object[].class) found = new ArraysOrRows((RowAdapter<Object[]>) found);
            adapters.put(type, found);
        }
        return (RowAdapter<T>) found;
    }

    public Known of(Class<?> type) {
        Known found = known.get(type);
        if (found != null) return found;
        Known made = new Known(RowShape.of(type));
        Known raced = known.putIfAbsent(type, made);
        return raced == null ? made : raced;
    }
}
