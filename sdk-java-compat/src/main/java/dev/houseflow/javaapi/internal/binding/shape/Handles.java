package dev.houseflow.javaapi.internal.binding.shape;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** What constructors and deconstructors of objects compose their method handles from. */
public final class Handles {
    private static final Class<?>[] PRIMITIVES = {
        boolean.class, byte.class, short.class, int.class, long.class, float.class, double.class
    };

    private Handles() {}

    public static boolean isPrimitive(Class<?> type) {
        for (Class<?> primitive : PRIMITIVES) {
            if (primitive == type) return true;
        }
        return false;
    }

    /** The static method of {@code home} with that name and type. */
    public static MethodHandle find(Class<?> home, String name, MethodType type) {
        try {
            return RowShape.LOOKUP.findStatic(home, name, type);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(home.getSimpleName() + " lacks " + name + type, impossible);
        }
    }

    /** {@code (T[], ...) -> R} from {@code (T, ...) -> R}: takes the element at {@code index}. */
    public static MethodHandle ofElement(MethodHandle handle, Class<?> array, int index) {
        MethodHandle element = MethodHandles.arrayElementGetter(array);
        return MethodHandles.filterArguments(handle, 0, MethodHandles.insertArguments(element, 1, index));
    }

    /**
     * One after the other, all of one type and without a result. A tree, since a chain would be as
     * deep as a class has properties.
     */
    public static MethodHandle inOrder(List<MethodHandle> steps) {
        if (steps.size() == 1) return steps.get(0);
        int middle = steps.size() / 2;
        return MethodHandles.foldArguments(
                inOrder(steps.subList(middle, steps.size())), inOrder(steps.subList(0, middle)));
    }
}
