package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.internal.binding.StructKind;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Discovers immutable classes: one constructor takes the values of all properties, and says their
 * names.
 */
final class ConstructorShapes {
    private ConstructorShapes() {}

    /** By the constructor with {@code @ConstructorProperties}; {@code null} when there is none. */
    static RowShape annotated(Class<?> type) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            String[] names = annotatedNames(constructor);
            if (names != null && names.length > 0 && names.length == constructor.getParameterCount())
                return shape(type, constructor, names);
        }
        return null;
    }

    /**
     * By the one public constructor, if the compiler kept the names of its parameters; otherwise
     * {@code null}.
     */
    static RowShape named(Class<?> type) {
        Constructor<?> chosen = null;
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (!Modifier.isPublic(constructor.getModifiers())) continue;
            if (chosen != null) return null;
            chosen = constructor;
        }
        if (chosen == null || chosen.getParameterCount() == 0) return null;
        List<String> names = new ArrayList<>();
        for (Parameter parameter : chosen.getParameters()) {
            if (!parameter.isNamePresent()) return null;
            names.add(parameter.getName());
        }
        return shape(type, chosen, names.toArray(new String[0]));
    }

    /** The annotation is of the module {@code java.desktop}, which not every program has. */
    private static String[] annotatedNames(Constructor<?> constructor) {
        for (Annotation annotation : constructor.getAnnotations()) {
            if (!annotation.annotationType().getName().equals("java.beans.ConstructorProperties")) continue;
            try {
                return (String[]) annotation.annotationType().getMethod("value").invoke(annotation);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("Java's own " + annotation + " failed", impossible);
            }
        }
        return null;
    }

    private static RowShape shape(Class<?> type, Constructor<?> constructor, String[] names) {
        RowShape.open(constructor, type);
        Map<String, Field> fields = Members.fields(type);
        Type[] types = constructor.getGenericParameterTypes();
        List<Property> properties = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            Field field = fields.get(names[i]);
            Class<?> value = constructor.getParameterTypes()[i];
            Marks marks = Marks.of(constructor.getParameters()[i], field, Members.accessor(type, names[i]));
            properties.add(new Property(
                    names[i],
                    marks,
                    types.length == names.length ? types[i] : value,
                    Members.reader(type, names[i], field, value),
                    null));
        }
        return new RowShape(type, StructKind.IMMUTABLE, properties, RowShape.unreflect(constructor), null);
    }
}
