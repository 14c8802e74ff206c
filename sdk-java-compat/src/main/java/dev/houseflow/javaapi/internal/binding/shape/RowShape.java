package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ConfigurationException;
import dev.houseflow.internal.binding.StructKind;
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
    public final StructKind kind;

    /**
     * In the order of the constructor that takes them, otherwise in that of the fields or methods.
     */
    public final List<Property> properties;

    /**
     * Takes the values of all properties where {@link #takesValues}, otherwise nothing; makes the
     * builder where {@link #finish} is there; {@code null} where objects can only be taken apart.
     */
    public final MethodHandle constructor;

    /** {@code (Object builder) -> Object}, or {@code null} for a class without a builder. */
    public final MethodHandle finish;

    public RowShape(
            Class<?> type, StructKind kind, List<Property> properties, MethodHandle constructor, MethodHandle finish) {
        this.type = type;
        this.kind = kind;
        this.properties = properties;
        this.constructor = constructor;
        this.finish = finish;
    }

    /** Whether the constructor takes the values of the properties, all of them. */
    public boolean takesValues() {
        return kind == StructKind.RECORD || kind == StructKind.IMMUTABLE;
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
        if (RecordAccess.isRecord(type)) return RecordShapes.discover(type);
        RowShape found = BeanShapes.discover(type);
        if (found == null) found = ConstructorShapes.annotated(type);
        if (found == null) found = BuilderShapes.discover(type);
        if (found == null) found = ConstructorShapes.named(type);
        if (found == null) found = BeanShapes.gettersOf(type);
        if (found != null) return found;
        throw new ConfigurationException(type.getName()
                + " has nothing that columns could fill: make it a record, or give it a constructor without parameters"
                + " and setters or public fields, a constructor whose parameters have names (compile with -parameters, or"
                + " annotate it with @ConstructorProperties), or a static builder(); rows(...) reads without a class");
    }

    /** Throws a {@link ConfigurationException} when objects can only be taken apart. */
    public void requireConstructor() {
        if (constructor != null) return;
        throw new ConfigurationException(type.getName()
                + " has getters but nothing that sets its properties, so it can only be inserted: to read it, make it a record,"
                + " or give it setters, a constructor whose parameters have names (compile with -parameters, or annotate it with"
                + " @ConstructorProperties), or a static builder()");
    }

    /** Makes {@code member} usable although it or its class may not be public. */
    public static void open(AccessibleObject member, Class<?> type) {
        try {
            member.setAccessible(true);
        } catch (RuntimeException refused) {
            // InaccessibleObjectException or SecurityException: the class is in a module that does
            // not open its
            // package.
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
