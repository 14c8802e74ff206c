package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.internal.binding.StructKind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Discovers beans: a constructor without parameters, and properties that are public fields or have
 * a public setter. Fields marked {@code transient} are no properties, nor is what has only a
 * getter: it could not be read back. A class that has nothing but getters is a bean for inserts.
 */
final class BeanShapes {
    private BeanShapes() {}

    /** {@code null} for a class without such a constructor, or without such a property. */
    static RowShape discover(Class<?> type) {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException none) {
            return null;
        }
        Map<String, Field> fields = Members.fields(type);
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
        if (properties.isEmpty()) return null;
        RowShape.open(constructor, type);
        return new RowShape(type, StructKind.BEAN, properties, RowShape.unreflect(constructor), null);
    }

    /** A class of getters, in the order of its fields; {@code null} when it has none. */
    static RowShape gettersOf(Class<?> type) {
        Map<String, Field> fields = Members.fields(type);
        Map<String, Method> getters = new LinkedHashMap<>();
        for (String name : fields.keySet()) {
            Method getter = Members.getter(type, name);
            if (getter != null) getters.put(name, getter);
        }
        for (Method method : type.getMethods()) {
            String name = nameOfGetter(method);
            if (name != null) getters.putIfAbsent(name, method);
        }
        List<Property> properties = new ArrayList<>();
        getters.forEach((name, getter) -> {
            Field field = fields.get(name);
            if (field != null && Modifier.isTransient(field.getModifiers())) return;
            MethodHandle get = Members.reader(type, getter, getter.getReturnType());
            properties.add(new Property(name, Marks.of(field, getter), getter.getGenericReturnType(), get, null));
        });
        return properties.isEmpty() ? null : new RowShape(type, StructKind.GETTERS, properties, null, null);
    }

    private static String nameOfGetter(Method method) {
        boolean isGetter = method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && !method.isBridge()
                && method.getDeclaringClass() != Object.class;
        if (!isGetter || method.getReturnType() == void.class) return null;
        String name = method.getName();
        if (name.startsWith("get") && name.length() > 3) return Members.decapitalize(name.substring(3));
        boolean isBoolean = name.startsWith("is") && name.length() > 2 && Members.isBoolean(method.getReturnType());
        return isBoolean ? Members.decapitalize(name.substring(2)) : null;
    }

    private static Map<String, List<Method>> setters(Class<?> type) {
        Map<String, List<Method>> setters = new LinkedHashMap<>();
        for (Method method : type.getMethods()) {
            if (method.getName().length() > 3
                    && method.getName().startsWith("set")
                    && method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isBridge()) {
                setters.computeIfAbsent(Members.decapitalize(method.getName().substring(3)), name -> new ArrayList<>())
                        .add(method);
            }
        }
        return setters;
    }

    private static Property bySetter(Class<?> type, String name, List<Method> setters, Field field) {
        Method getter = Members.getter(type, name);
        Method setter = Members.choose(type, name, setters, getter, field);
        RowShape.open(setter, type);
        Class<?> value = setter.getParameterTypes()[0];
        MethodHandle set = Members.unreflect(setter).asType(MethodType.methodType(void.class, Object.class, value));
        boolean agrees = getter != null && value.isAssignableFrom(getter.getReturnType());
        MethodHandle get = agrees ? Members.reader(type, getter, value) : null;
        return new Property(name, Marks.of(field, getter, setter), setter.getGenericParameterTypes()[0], get, set);
    }

    private static Property byField(Class<?> type, Field field) {
        MethodHandle get = Members.reader(type, field, field.getType());
        try {
            MethodHandle set = RowShape.LOOKUP
                    .unreflectSetter(field)
                    .asType(MethodType.methodType(void.class, Object.class, field.getType()));
            return new Property(field.getName(), Marks.of(field), field.getGenericType(), get, set);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("A member was opened and is still closed: " + field, impossible);
        }
    }
}
