package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.internal.binding.TypeShape;
import dev.houseflow.javaapi.ClickHouseName;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/** The shapes of Java's classes, which reflection knows. */
public final class ClassShapes {
    private static final Method PERMITTED = permitted();

    private ClassShapes() {}

    /** {@code types} are those of the properties, with type variables replaced. */
    public static TypeShape.Struct struct(RowShape shape, List<Type> types) {
        List<TypeShape.Property> properties = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Property property = shape.properties.get(i);
            properties.add(new TypeShape.Property(
                    property.name,
                    Types.show(types.get(i)),
                    shape.takesValues() ? TypeShape.Absence.NEEDED : TypeShape.Absence.KEPT,
                    property.clickHouseName,
                    property.getter != null));
        }
        return new TypeShape.Struct(shape.type.getSimpleName(), shape.kind, properties, false);
    }

    public static TypeShape.Sealed sealed(Class<?> type) {
        List<TypeShape.Subclass> found = new ArrayList<>();
        for (Class<?> subclass : subclasses(type)) {
            ClickHouseName name = subclass.getAnnotation(ClickHouseName.class);
            found.add(
                    new TypeShape.Subclass(subclass.getSimpleName(), name == null ? null : name.value(), name != null));
        }
        return new TypeShape.Sealed(type.getSimpleName(), found);
    }

    public static boolean isSealed(Class<?> type) {
        return !subclasses(type).isEmpty();
    }

    /**
     * The classes that {@code type} permits and that can be made, or none when it is not sealed.
     */
    public static List<Class<?>> subclasses(Class<?> type) {
        List<Class<?>> found = new ArrayList<>();
        Class<?>[] permitted = permitted(type);
        if (permitted == null) return found;
        for (Class<?> subclass : permitted) {
            if (permitted(subclass) != null) found.addAll(subclasses(subclass));
            else found.add(subclass);
        }
        return found;
    }

    private static Class<?>[] permitted(Class<?> type) {
        if (PERMITTED == null || type.isEnum()) return null;
        try {
            return (Class<?>[]) PERMITTED.invoke(type);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Java's own " + PERMITTED + " failed", impossible);
        }
    }

    private static Method permitted() {
        try {
            return Class.class.getMethod("getPermittedSubclasses");
        } catch (NoSuchMethodException javaBefore17) {
            return null;
        }
    }
}
