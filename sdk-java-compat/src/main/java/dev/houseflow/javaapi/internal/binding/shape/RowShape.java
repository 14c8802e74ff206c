package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * How the objects of one class are made and taken apart: found out once per class, by reflection,
 * and used through method handles from then on. Immutable.
 */
public final class RowShape {
    public static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    public final Class<?> type;

    /**
     * Whether {@link #constructor} takes the values; otherwise it takes nothing and the setters do.
     */
    public final boolean isRecord;

    /** A record's components in order; a bean's properties in the order of its fields. */
    public final List<Property> properties;

    public final MethodHandle constructor;

    public RowShape(Class<?> type, boolean isRecord, List<Property> properties, MethodHandle constructor) {
        this.type = type;
        this.isRecord = isRecord;
        this.properties = properties;
        this.constructor = constructor;
    }

    /** Throws a {@link ConfigurationException} that says what the class lacks. */
    public static RowShape of(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type.isArray() || type.isPrimitive()) {
            throw new ConfigurationException(
                    type.getName() + " cannot hold a row: give a record, or a class with a constructor"
                            + " without parameters and with setters or public fields; rows(...) reads without a class");
        }
        if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            throw new ConfigurationException(
                    type.getName() + " is an inner class, which cannot be made alone: declare it static");
        }
        return RecordAccess.isRecord(type) ? RecordShapes.discover(type) : BeanShapes.discover(type);
    }

    /** Makes {@code member} usable although it or its class may not be public. */
    public static void open(AccessibleObject member, Class<?> type) {
        try {
            member.setAccessible(true);
        } catch (RuntimeException refused) {
            // InaccessibleObjectException or SecurityException: the class is in a module that does
            // not open its package.
            throw new ConfigurationException(
                    type.getName() + " is closed to Houseflow (" + refused.getMessage()
                            + "): open its package in module-info.java, or make class and members public and export the package",
                    refused);
        }
    }

    public static MethodHandle unreflect(Constructor<?> constructor) {
        try {
            return LOOKUP.unreflectConstructor(constructor);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("A member was opened and is still closed: " + constructor, impossible);
        }
    }
}
