package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for the members of a class that belong to one property, by the names that JavaBeans and
 * their kin give them.
 */
final class Members {
    private Members() {}

    /** All fields by name, those of superclasses first; a field hides its superclass's namesake. */
    static Map<String, Field> fields(Class<?> type) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (type.getSuperclass() != null && type.getSuperclass() != Object.class)
            fields.putAll(fields(type.getSuperclass()));
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) fields.put(field.getName(), field);
        }
        return fields;
    }

    /** {@code getPrice} or {@code isPrice}, or {@code null}. */
    static Method getter(Class<?> type, String name) {
        String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Method getter = method(type, "get" + suffix);
        if (getter != null) return getter;
        getter = method(type, "is" + suffix);
        return getter != null && isBoolean(getter.getReturnType()) ? getter : null;
    }

    static boolean isBoolean(Class<?> type) {
        return type == boolean.class || type == Boolean.class;
    }

    /** {@link #getter}, or {@code price()}, or {@code null}. */
    static Method accessor(Class<?> type, String name) {
        Method getter = getter(type, name);
        return getter != null ? getter : method(type, name);
    }

    private static Method method(Class<?> type, String name) {
        try {
            Method method = type.getMethod(name);
            boolean fits = method.getReturnType() != void.class && !Modifier.isStatic(method.getModifiers());
            return fits && method.getDeclaringClass() != Object.class ? method : null;
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    /**
     * {@code (Object) -> value}, by an accessor or else a public field; {@code null} where there is
     * none of that type.
     */
    static MethodHandle reader(Class<?> type, String name, Field field, Class<?> value) {
        Method accessor = accessor(type, name);
        if (accessor != null && value.isAssignableFrom(accessor.getReturnType())) return reader(type, accessor, value);
        boolean open = field != null && Modifier.isPublic(field.getModifiers());
        return open && value.isAssignableFrom(field.getType()) ? reader(type, field, value) : null;
    }

    static MethodHandle reader(Class<?> type, Method getter, Class<?> value) {
        RowShape.open(getter, type);
        return unreflect(getter).asType(MethodType.methodType(value, Object.class));
    }

    static MethodHandle reader(Class<?> type, Field field, Class<?> value) {
        RowShape.open(field, type);
        try {
            return RowShape.LOOKUP.unreflectGetter(field).asType(MethodType.methodType(value, Object.class));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("A member was opened and is still closed: " + field, impossible);
        }
    }

    static MethodHandle unreflect(Method method) {
        try {
            return RowShape.LOOKUP.unreflect(method);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("A member was opened and is still closed: " + method, impossible);
        }
    }

    /** Of several setters the one that agrees with the getter, or else with the field. */
    static Method choose(Class<?> type, String name, List<Method> setters, Method getter, Field field) {
        if (setters.size() == 1) return setters.get(0);
        Class<?> wanted = getter != null ? getter.getReturnType() : field != null ? field.getType() : null;
        for (Method setter : setters) {
            if (setter.getParameterTypes()[0] == wanted) return setter;
        }
        throw new ConfigurationException(type.getName() + " has " + setters.size() + " setters for `" + name
                + "` and no getter or field that says which one counts: add a getter");
    }

    /**
     * The rule of the JavaBeans specification: {@code Price} gives {@code price}, {@code URL}
     * stays.
     */
    static String decapitalize(String name) {
        if (name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1)))
            return name;
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
