package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ConfigurationException;
import dev.houseflow.javaapi.ClickHouseName;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Discovers beans: a constructor without parameters, and properties that are public fields or have
 * a public setter. Fields marked {@code transient} are no properties, nor is what has only a
 * getter: it could not be read back.
 */
public final class BeanShapes {
    private BeanShapes() {}

    public static RowShape discover(Class<?> type) {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException none) {
            throw new ConfigurationException(
                    type.getName()
                            + " is no record and has no constructor without parameters: make it a record, read rows(...) without a class, or add the constructor"
                            + " and setters",
                    none);
        }
        RowShape.open(constructor, type);
        Map<String, Field> fields = fields(type);
        Map<String, List<Method>> setters = setters(type);
        List<Property> properties = new ArrayList<>();
        fields.forEach((name, field) -> {
            List<Method> own = setters.remove(name);
            if (Modifier.isTransient(field.getModifiers())) return;
            if (own != null) {
                properties.add(bySetter(type, name, own, field));
            } else if (Modifier.isPublic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                properties.add(byField(type, field));
            }
        });
        setters.forEach((name, own) -> properties.add(bySetter(type, name, own, null)));
        if (properties.isEmpty()) {
            throw new ConfigurationException(
                    type.getName()
                            + " has no property that a column could fill: give it setters or public fields, or make it a record");
        }
        return new RowShape(type, false, properties, RowShape.unreflect(constructor));
    }

    /** All fields by name, those of superclasses first; a field hides its superclass's namesake. */
    private static Map<String, Field> fields(Class<?> type) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (type.getSuperclass() != null && type.getSuperclass() != Object.class)
            fields.putAll(fields(type.getSuperclass()));
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) fields.put(field.getName(), field);
        }
        return fields;
    }

    private static Map<String, List<Method>> setters(Class<?> type) {
        Map<String, List<Method>> setters = new LinkedHashMap<>();
        for (Method method : type.getMethods()) {
            if (method.getName().length() > 3
                    && method.getName().startsWith("set")
                    && method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isBridge()) {
                setters.computeIfAbsent(decapitalize(method.getName().substring(3)), name -> new ArrayList<>())
                        .add(method);
            }
        }
        return setters;
    }

    private static Property bySetter(Class<?> type, String name, List<Method> setters, Field field) {
        Method getter = getter(type, name);
        Method setter = choose(type, name, setters, getter, field);
        RowShape.open(setter, type);
        Class<?> value = setter.getParameterTypes()[0];
        MethodHandle set = unreflect(setter).asType(MethodType.methodType(void.class, Object.class, value));
        MethodHandle get = null;
        if (getter != null && value.isAssignableFrom(getter.getReturnType())) {
            RowShape.open(getter, type);
            get = unreflect(getter).asType(MethodType.methodType(value, Object.class));
        }
        return new Property(name, nameOf(field, getter, setter), setter.getGenericParameterTypes()[0], get, set);
    }

    /** Of several setters the one that agrees with the getter, or else with the field. */
    private static Method choose(Class<?> type, String name, List<Method> setters, Method getter, Field field) {
        if (setters.size() == 1) return setters.get(0);
        Class<?> wanted = getter != null ? getter.getReturnType() : field != null ? field.getType() : null;
        for (Method setter : setters) {
            if (setter.getParameterTypes()[0] == wanted) return setter;
        }
        throw new ConfigurationException(type.getName() + " has " + setters.size() + " setters for `" + name
                + "` and no getter or field that says which one counts: add a getter");
    }

    private static Method getter(Class<?> type, String name) {
        String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (String prefix : new String[] {"get", "is"}) {
            try {
                Method getter = type.getMethod(prefix + suffix);
                Class<?> result = getter.getReturnType();
                boolean fits = prefix.equals("get")
                        ? result != void.class
                        : result == boolean.class || result == Boolean.class;
                if (fits && !Modifier.isStatic(getter.getModifiers())) return getter;
            } catch (NoSuchMethodException none) {
                // Try the next spelling.
            }
        }
        return null;
    }

    private static Property byField(Class<?> type, Field field) {
        RowShape.open(field, type);
        Class<?> value = field.getType();
        Type generic = field.getGenericType();
        try {
            MethodHandle get =
                    RowShape.LOOKUP.unreflectGetter(field).asType(MethodType.methodType(value, Object.class));
            MethodHandle set = RowShape.LOOKUP
                    .unreflectSetter(field)
                    .asType(MethodType.methodType(void.class, Object.class, value));
            return new Property(field.getName(), nameOf(field), generic, get, set);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("A member was opened and is still closed: " + field, impossible);
        }
    }

    private static MethodHandle unreflect(Method method) {
        try {
            return RowShape.LOOKUP.unreflect(method);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("A member was opened and is still closed: " + method, impossible);
        }
    }

    private static String nameOf(AnnotatedElement... members) {
        for (AnnotatedElement member : members) {
            ClickHouseName name = member == null ? null : member.getAnnotation(ClickHouseName.class);
            if (name != null) return name.value();
        }
        return null;
    }

    /**
     * The rule of the JavaBeans specification: {@code Price} gives {@code price}, {@code URL}
     * stays.
     */
    private static String decapitalize(String name) {
        if (name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1)))
            return name;
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
