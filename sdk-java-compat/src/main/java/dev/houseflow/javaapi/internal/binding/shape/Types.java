package dev.houseflow.javaapi.internal.binding.shape;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Questions about {@link Type}s that plain reflection leaves to its callers. */
public final class Types {
    private Types() {}

    /** The class behind {@code type}; the bound of a variable or wildcard. */
    public static Class<?> raw(Type type) {
        if (type instanceof Class<?>) return (Class<?>) type;
        if (type instanceof ParameterizedType) return (Class<?>) ((ParameterizedType) type).getRawType();
        if (type instanceof GenericArrayType) {
            Class<?> component = raw(((GenericArrayType) type).getGenericComponentType());
            return Array.newInstance(component, 0).getClass();
        }
        if (type instanceof WildcardType) return raw(((WildcardType) type).getUpperBounds()[0]);
        if (type instanceof TypeVariable<?>) return raw(((TypeVariable<?>) type).getBounds()[0]);
        return Object.class;
    }

    /** The {@code index}th type argument, or {@code Object} where the type is raw. */
    public static Type argument(Type type, int index) {
        return type instanceof ParameterizedType
                ? ((ParameterizedType) type).getActualTypeArguments()[index]
                : Object.class;
    }

    /** The type of an array's elements. */
    public static Type component(Type array) {
        return array instanceof GenericArrayType
                ? ((GenericArrayType) array).getGenericComponentType()
                : raw(array).getComponentType();
    }

    /** What the type variables of the class behind {@code type} stand for in {@code type}. */
    public static Map<TypeVariable<?>, Type> bindings(Type type) {
        if (!(type instanceof ParameterizedType)) return Collections.emptyMap();
        TypeVariable<?>[] variables = raw(type).getTypeParameters();
        Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
        Map<TypeVariable<?>, Type> bindings = new HashMap<>();
        for (int i = 0; i < variables.length; i++) bindings.put(variables[i], arguments[i]);
        return bindings;
    }

    /** {@code type} with its variables replaced, as far as {@code bindings} knows them. */
    public static Type resolve(Type type, Map<TypeVariable<?>, Type> bindings) {
        if (bindings.isEmpty() || type instanceof Class<?>) return type;
        if (type instanceof TypeVariable<?>) return bindings.getOrDefault(type, type);
        if (type instanceof WildcardType) return resolve(((WildcardType) type).getUpperBounds()[0], bindings);
        if (type instanceof ParameterizedType) {
            Type[] arguments =
                    ((ParameterizedType) type).getActualTypeArguments().clone();
            for (int i = 0; i < arguments.length; i++) arguments[i] = resolve(arguments[i], bindings);
            return new Parameterized((Class<?>) ((ParameterizedType) type).getRawType(), arguments);
        }
        if (type instanceof GenericArrayType) {
            Type component = resolve(((GenericArrayType) type).getGenericComponentType(), bindings);
            return (GenericArrayType) () -> component;
        }
        return type;
    }

    /** {@code type} itself, or the box of a primitive type. */
    public static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /** {@code type} for people: without packages. */
    public static String show(Type type) {
        if (type instanceof ParameterizedType) {
            StringBuilder text = new StringBuilder(raw(type).getSimpleName()).append('<');
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++)
                text.append(i == 0 ? "" : ", ").append(show(arguments[i]));
            return text.append('>').toString();
        }
        if (type instanceof WildcardType) return show(((WildcardType) type).getUpperBounds()[0]);
        if (type instanceof GenericArrayType) return show(((GenericArrayType) type).getGenericComponentType()) + "[]";
        return raw(type).getSimpleName();
    }

    /** A type with arguments, made when type variables are replaced. Never compared. */
    private static final class Parameterized implements ParameterizedType {
        private final Class<?> raw;
        private final Type[] arguments;

        public Parameterized(Class<?> raw, Type[] arguments) {
            this.raw = raw;
            this.arguments = arguments;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }
}
