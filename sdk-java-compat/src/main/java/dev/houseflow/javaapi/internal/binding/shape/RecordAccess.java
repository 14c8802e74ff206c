package dev.houseflow.javaapi.internal.binding.shape;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

/**
 * What Java 16 knows about records, asked by reflection: this module runs on Java 8, where no class
 * is a record. Used while a class is discovered, not per row.
 */
public final class RecordAccess {
    private static final Method IS_RECORD = method(Class.class, "isRecord");
    private static final Method COMPONENTS = method(Class.class, "getRecordComponents");

    private RecordAccess() {}

    public static boolean isRecord(Class<?> type) {
        return IS_RECORD != null && (Boolean) call(IS_RECORD, type);
    }

    /** The components of the record {@code type} in the order of its canonical constructor. */
    public static Component[] components(Class<?> type) {
        Object[] found = (Object[]) call(COMPONENTS, type);
        Component[] components = new Component[found.length];
        for (int i = 0; i < found.length; i++) components[i] = new Component(found[i]);
        return components;
    }

    private static Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException javaBefore16) {
            return null;
        }
    }

    private static Object call(Method method, Object target) {
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Java's own " + method + " failed", impossible);
        }
    }

    /** A {@code java.lang.reflect.RecordComponent}. */
    public static final class Component {
        public final String name;
        public final Class<?> type;
        public final Type genericType;
        public final Method accessor;
        public final AnnotatedElement annotations;

        private Component(Object component) {
            name = (String) ask(component, "getName");
            type = (Class<?>) ask(component, "getType");
            genericType = (Type) ask(component, "getGenericType");
            accessor = (Method) ask(component, "getAccessor");
            annotations = accessor;
        }

        private static Object ask(Object component, String question) {
            return call(method(component.getClass(), question), component);
        }
    }
}
