package dev.houseflow.javaapi.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one client has found out about classes, so that it is found out once. Thread-safe. */
final class Shapes {
    private final Map<Class<?>, Known> known = new ConcurrentHashMap<>();
    private final Map<Class<?>, ClassRowAdapter<?>> adapters = new ConcurrentHashMap<>();

    /** One class. */
    static final class Known {
        final RowShape shape;
        final ObjectMaker.OfClass makers;
        final ObjectTaker.OfClass takers;

        Known(RowShape shape) {
            this.shape = shape;
            this.makers = new ObjectMaker.OfClass(shape);
            this.takers = new ObjectTaker.OfClass(shape);
        }
    }

    /** The adapter of rows of {@code type}. */
    @SuppressWarnings("unchecked") // Under each class stands its own adapter.
    <T> ClassRowAdapter<T> adapter(Class<T> type) {
        ClassRowAdapter<?> found = adapters.get(type);
        if (found == null) {
            found = new ClassRowAdapter<>(type, this);
            adapters.put(type, found);
        }
        return (ClassRowAdapter<T>) found;
    }

    Known of(Class<?> type) {
        Known found = known.get(type);
        if (found != null) return found;
        Known made = new Known(RowShape.of(type));
        Known raced = known.putIfAbsent(type, made);
        return raced == null ? made : raced;
    }
}
