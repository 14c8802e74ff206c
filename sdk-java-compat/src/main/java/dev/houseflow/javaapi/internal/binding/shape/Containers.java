package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ClickHouseType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Which Java classes hold several values, or perhaps one, and of what. */
public final class Containers {
    private Containers() {}

    public static boolean isOptional(Class<?> type) {
        return type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class;
    }

    /** What is inside an Optional of {@code type}. */
    public static Type optionalValue(Type type) {
        Class<?> raw = Types.raw(type);
        if (raw == OptionalInt.class) return Integer.class;
        if (raw == OptionalLong.class) return Long.class;
        if (raw == OptionalDouble.class) return Double.class;
        return Types.argument(type, 0);
    }

    /** Whether an {@code ArrayList} can be given where {@code type} is asked for. */
    public static boolean isList(Class<?> type) {
        return Iterable.class.isAssignableFrom(type) && type.isAssignableFrom(ArrayList.class);
    }

    public static boolean isSet(Class<?> type) {
        return Set.class.isAssignableFrom(type) && type.isAssignableFrom(LinkedHashSet.class);
    }

    public static boolean isMap(Class<?> type) {
        return Map.class.isAssignableFrom(type) && type.isAssignableFrom(LinkedHashMap.class);
    }

    /**
     * Whether {@code type} is a class that only looks like a row's: Java's own, or a container that
     * nothing here can make.
     */
    public static boolean isForeign(Class<?> type) {
        return type.isPrimitive()
                || type.isArray()
                || type.isEnum()
                || type.isInterface()
                || type.getName().startsWith("java.")
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
    }

    /** Whether values of {@code type} say themselves, one by one, of what type they are. */
    public static boolean isOpen(ClickHouseType type) {
        return type instanceof ClickHouseType.Variant || type instanceof ClickHouseType.Dynamic;
    }

    /** The type of the elements of what is read as an array, or {@code null} for what is not. */
    public static ClickHouseType elementOf(ClickHouseType type) {
        if (type instanceof ClickHouseType.Array) return ((ClickHouseType.Array) type).element();
        if (type instanceof ClickHouseType.QBit) return ((ClickHouseType.QBit) type).element();
        return null;
    }

    /** Whether {@code type} is a tuple all of whose elements have names. */
    public static boolean isNamed(ClickHouseType type) {
        if (!(type instanceof ClickHouseType.Tuple)) return false;
        List<ClickHouseType.Element> elements = ((ClickHouseType.Tuple) type).elements();
        return !elements.isEmpty() && elements.stream().allMatch(element -> element.name() != null);
    }

    public static List<String> names(ClickHouseType.Tuple tuple) {
        List<String> names = new ArrayList<>();
        for (ClickHouseType.Element element : tuple.elements()) names.add(element.name());
        return names;
    }
}
