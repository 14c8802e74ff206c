package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.javaapi.internal.binding.read.RowConstructor;
import dev.houseflow.javaapi.internal.binding.shape.RowShape;
import dev.houseflow.javaapi.internal.binding.write.RowDeconstructor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one client has found out about classes, so that it is found out once. Thread-safe. */
public final class Shapes {
    private final Map<Class<?>, Known> known = new ConcurrentHashMap<>();
    private final Map<Class<?>, ClassRowAdapter<?>> adapters = new ConcurrentHashMap<>();

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
    public <T> ClassRowAdapter<T> adapter(Class<T> type) {
        ClassRowAdapter<?> found = adapters.get(type);
        if (found == null) {
            found = new ClassRowAdapter<>(type, this);
            adapters.put(type, found);
        }
        return (ClassRowAdapter<T>) found;
    }

    public Known of(Class<?> type) {
        Known found = known.get(type);
        if (found != null) return found;
        Known made = new Known(RowShape.of(type));
        Known raced = known.putIfAbsent(type, made);
        return raced == null ? made : raced;
    }
}
