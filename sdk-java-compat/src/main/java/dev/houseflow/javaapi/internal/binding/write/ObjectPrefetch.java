package dev.houseflow.javaapi.internal.binding.write;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.javaapi.internal.binding.shape.Handles;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.RowShape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads objects a little shortly before they are taken apart. Their parts may lie anywhere in
 * memory, and a date with a clock is a tree of up to five objects. Code that takes whole rows apart
 * is too long for the processor to run ahead of the memory, so it waits for one object after the
 * other; for these short calls, for some dozens of rows one after the other, it waits for many at a
 * time. See {@link PrefetchChoice}.
 *
 * <p>The JVM leaves out reads on which nothing depends. On these a pause depends that never
 * happens.
 */
public final class ObjectPrefetch {
    private ObjectPrefetch() {}

    /**
     * {@code (Object) -> void}, over the fields of {@code type} behind these properties;
     * {@code null} where there is none. Getters are left alone: one may do more than return a
     * field, and is called once per row.
     */
    public static MethodHandle of(Class<?> type, List<Property> properties) {
        List<MethodHandle> prefetches = new ArrayList<>();
        for (Property property : properties) {
            Class<?> value = property.rawType();
            if (value.isPrimitive()) continue;
            MethodHandle field = field(type, property.name, value);
            if (field == null) continue;
            Class<?> seen = value == String.class || isDeep(value) ? value : Object.class;
            MethodHandle prefetch = Handles.find(ObjectPrefetch.class, "prefetch", methodType(void.class, seen));
            prefetches.add(MethodHandles.filterArguments(prefetch, 0, field.asType(methodType(seen, Object.class))));
        }
        return prefetches.isEmpty() ? null : Handles.inOrder(prefetches);
    }

    /**
     * {@code (Object) -> value}, or {@code null} where there is no such field, or a module keeps it
     * closed.
     */
    private static MethodHandle field(Class<?> type, String name, Class<?> value) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            try {
                Field field = owner.getDeclaredField(name);
                if (field.getType() != value || Modifier.isStatic(field.getModifiers())) return null;
                field.setAccessible(true);
                return RowShape.LOOKUP.unreflectGetter(field).asType(methodType(value, Object.class));
            } catch (NoSuchFieldException none) {
                // A superclass may have it.
            } catch (IllegalAccessException | RuntimeException closed) {
                return null;
            }
        }
        return null;
    }

    private static boolean isDeep(Class<?> type) {
        return type == ZonedDateTime.class || type == OffsetDateTime.class || type == LocalDateTime.class;
    }

    /** Failures, as of an object of another class, are not thrown here. */
    public static void at(Object[] objects, int from, int to, MethodHandle prefetch) {
        try {
            for (int i = from; i < to; i++) {
                if (objects[i] != null) prefetch.invokeExact(objects[i]);
            }
        } catch (Error error) {
            throw error;
        } catch (Throwable later) {
            // It is thrown once more when the object is taken apart.
        }
    }

    public static void prefetch(Object value) {
        if (value != null && value.getClass() == ObjectPrefetch.class) Thread.yield();
    }

    public static void prefetch(String text) {
        if (text != null && text.length() == Integer.MAX_VALUE) Thread.yield();
    }

    public static void prefetch(ZonedDateTime time) {
        if (time != null) prefetch(time.toLocalDateTime());
    }

    public static void prefetch(OffsetDateTime time) {
        if (time != null) prefetch(time.toLocalDateTime());
    }

    public static void prefetch(LocalDateTime time) {
        if (time != null && (time.getNano() | time.getYear()) == Integer.MIN_VALUE) Thread.yield();
    }
}
