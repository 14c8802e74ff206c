package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.FormatException;
import dev.houseflow.internal.binding.Target;
import dev.houseflow.internal.rows.ScalarReadersKt;
import dev.houseflow.javaapi.ClickHouseName;
import java.util.HashMap;
import java.util.Map;

/** Enum constants by the name that ClickHouse knows them under, never by their position. */
public final class EnumNames {
    private EnumNames() {}

    public static Scalar scalar(Class<?> type) {
        Map<String, Object> byName = new HashMap<>();
        Map<Object, Object> names = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            String name = nameOf(type, (Enum<?>) constant);
            byName.put(name, constant);
            names.put(constant, name);
        }
        return Scalar.of(Target.ENUM, (column, row) -> constant(type, byName, column, row), names::get);
    }

    /** What ClickHouse calls {@code constant}. */
    public static String nameOf(Enum<?> constant) {
        return nameOf(constant.getDeclaringClass(), constant);
    }

    /** The constant of {@code type} that ClickHouse calls {@code name}, or {@code null}. */
    public static Object constantOf(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (nameOf((Enum<?>) constant).equals(name)) return constant;
        }
        return null;
    }

    private static Object constant(Class<?> type, Map<String, Object> byName, Column column, int row) {
        String name = ScalarReadersKt.unpadded(column.getString(row), column);
        Object constant = byName.get(name);
        if (constant != null) return constant;
        throw new FormatException(
                "The enum " + type.getSimpleName() + " has no constant for \"" + name
                        + "\": add one, with @ClickHouseName if Java cannot spell" + " the name",
                column.name(),
                column.type().toString(),
                row);
    }

    private static String nameOf(Class<?> type, Enum<?> constant) {
        try {
            ClickHouseName name = type.getField(constant.name()).getAnnotation(ClickHouseName.class);
            return name == null ? constant.name() : name.value();
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException("An enum has no field for its constant " + constant, impossible);
        }
    }
}
