package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.internal.binding.StructKind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Discovers classes with a builder: a static {@code builder()} or {@code newBuilder()} gives an
 * object whose {@code build()} gives one of the class. The builder's methods of one parameter set
 * the properties, by their own names or behind {@code set} or {@code with}, as far as the class has
 * a getter or a field of that name.
 */
final class BuilderShapes {
    private BuilderShapes() {}

    /** {@code null} for a class without a builder. */
    static RowShape discover(Class<?> type) {
        Method start = start(type, "builder");
        if (start == null) start = start(type, "newBuilder");
        if (start == null) return null;
        Class<?> builder = start.getReturnType();
        Method build = build(type, builder);
        if (build == null) return null;
        Map<String, Field> fields = Members.fields(type);
        List<Property> properties = new ArrayList<>();
        setters(type, builder, fields).forEach((name, setters) -> {
            Field field = fields.get(name);
            Method getter = Members.accessor(type, name);
            Method setter = Members.choose(builder, name, setters, getter, field);
            Class<?> value = setter.getParameterTypes()[0];
            RowShape.open(setter, builder);
            MethodHandle set = Members.unreflect(setter).asType(MethodType.methodType(void.class, Object.class, value));
            properties.add(new Property(
                    name,
                    Marks.of(setter, field, getter),
                    setter.getGenericParameterTypes()[0],
                    Members.reader(type, name, field, value),
                    set));
        });
        if (properties.isEmpty()) return null;
        RowShape.open(start, type);
        RowShape.open(build, builder);
        MethodHandle finish = Members.unreflect(build).asType(MethodType.methodType(Object.class, Object.class));
        return new RowShape(type, StructKind.BUILDER, properties, Members.unreflect(start), finish);
    }

    private static Method start(Class<?> type, String name) {
        try {
            Method start = type.getDeclaredMethod(name);
            boolean fits = Modifier.isStatic(start.getModifiers())
                    && !start.getReturnType().isPrimitive();
            return fits ? start : null;
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    private static Method build(Class<?> type, Class<?> builder) {
        try {
            Method build = builder.getMethod("build");
            return type.isAssignableFrom(build.getReturnType()) ? build : null;
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    private static Map<String, List<Method>> setters(Class<?> type, Class<?> builder, Map<String, Field> fields) {
        Map<String, List<Method>> found = new LinkedHashMap<>();
        // In the order of the fields, which that of the methods need not be.
        for (String name : fields.keySet()) found.put(name, new ArrayList<>());
        for (Method method : builder.getMethods()) {
            boolean sets = method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isBridge()
                    && method.getDeclaringClass() != Object.class
                    && (method.getReturnType() == void.class
                            || method.getReturnType().isAssignableFrom(builder));
            if (!sets) continue;
            for (String name : new String[] {method.getName(), without(method, "set"), without(method, "with")}) {
                if (name == null || (!fields.containsKey(name) && Members.accessor(type, name) == null)) continue;
                found.computeIfAbsent(name, key -> new ArrayList<>()).add(method);
                break;
            }
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private static String without(Method method, String prefix) {
        String name = method.getName();
        boolean has = name.startsWith(prefix) && name.length() > prefix.length();
        return has ? Members.decapitalize(name.substring(prefix.length())) : null;
    }
}
