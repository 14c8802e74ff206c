package dev.houseflow.javaapi.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one client has found out about classes, so that it is found out once. Thread-safe. */
final class Shapes {
    private final Map<Class<?>, Known> known = new ConcurrentHashMap<>();

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

    Known of(Class<?> type) {
        Known found = known.get(type);
        if (found != null) return found;
        Known made = new Known(RowShape.of(type));
        Known raced = known.putIfAbsent(type, made);
        return raced == null ? made : raced;
    }
}
