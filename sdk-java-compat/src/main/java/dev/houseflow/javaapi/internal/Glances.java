package dev.houseflow.javaapi.internal;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at objects shortly before they are taken apart. A date with a clock is a tree of up to five objects, and those may lie anywhere in memory.
 * Code that takes whole rows apart is too long for the processor to run ahead of the memory, so it waits for one object after the other; for these
 * short calls, for some dozens of rows one after the other, it waits for many at a time.
 */
final class Glances {
    /** Counts what never happens, so that the JVM cannot leave the glances out. */
    private static int odd;

    private Glances() {}

    /** {@code (Object) -> void}, over what these getters give; {@code null} where no property is worth it. */
    static MethodHandle of(List<MethodHandle> getters) {
        List<MethodHandle> glances = new ArrayList<>();
        boolean worthIt = false;
        for (MethodHandle getter : getters) {
            Class<?> type = getter.type().returnType();
            if (type != String.class && !isDeep(type)) continue;
            worthIt |= isDeep(type);
            MethodHandle glance = Handles.find(Glances.class, "glance", methodType(void.class, type));
            glances.add(MethodHandles.filterArguments(glance, 0, getter));
        }
        return worthIt ? Handles.inOrder(glances) : null;
    }

    private static boolean isDeep(Class<?> type) {
        return type == ZonedDateTime.class || type == OffsetDateTime.class || type == LocalDateTime.class;
    }

    /** What goes wrong here goes wrong again when the object is taken apart, and is told of then. */
    static void at(Object[] objects, int from, int to, MethodHandle glance) {
        try {
            for (int i = from; i < to; i++) {
                if (objects[i] != null) glance.invokeExact(objects[i]);
            }
        } catch (Error error) {
            throw error;
        } catch (Throwable later) {
            odd++;
        }
    }

    static void glance(String text) {
        if (text != null && text.length() == Integer.MAX_VALUE) odd++;
    }

    static void glance(ZonedDateTime time) {
        if (time != null) glance(time.toLocalDateTime());
    }

    static void glance(OffsetDateTime time) {
        if (time != null) glance(time.toLocalDateTime());
    }

    static void glance(LocalDateTime time) {
        if (time != null && (time.getNano() | time.getYear()) == Integer.MIN_VALUE) odd++;
    }
}
