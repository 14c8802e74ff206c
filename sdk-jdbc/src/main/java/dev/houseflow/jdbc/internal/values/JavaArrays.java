package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.lang.reflect.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists as arrays of Java, and the other way round. */
public final class JavaArrays {
    private JavaArrays() {}

    /** An array of the elements' own class, of arrays where the elements are arrays. */
    static Object of(ClickHouseType element, List<?> values) throws SQLException {
        ClickHouseType inner = TypeInfo.element(element);
        Object out = Array.newInstance(componentOf(element), values.size());
        TypeInfo info = TypeInfo.of(element);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value != null) value = inner == null ? Values.shown(value, element, info) : of(inner, (List<?>) value);
            Array.set(out, i, value);
        }
        return out;
    }

    private static Class<?> componentOf(ClickHouseType element) {
        ClickHouseType inner = TypeInfo.element(element);
        if (inner == null) {
            Class<?> own = TypeInfo.of(element).javaClass();
            // JSON inside of others is what the client makes of it.
            return TypeInfo.of(element).kind() == TypeInfo.Kind.JSON ? Object.class : own;
        }
        return Array.newInstance(componentOf(inner), 0).getClass();
    }

    /** {@code values} as a {@code target}, the class of an array; primitives take no NULL. */
    static Object as(Class<?> target, ClickHouseType element, List<?> values) throws SQLException {
        Class<?> component = target.getComponentType();
        Class<?> boxed = boxed(component);
        refuseOpenClocks(boxed, element);
        Column column = Texts.column(element, values);
        ColumnInfo info = new ColumnInfo("element", element);
        Object out = Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Object value = Conversions.read(column, i, info, boxed);
            if (value == null && component.isPrimitive()) {
                throw SqlErrors.data(
                        "22004",
                        "Element " + (i + 1) + " is NULL, which no " + component
                                + " says: read it as an array of objects");
            }
            Array.set(out, i, value);
        }
        return out;
    }

    /** The zone of the server is not known here. */
    private static void refuseOpenClocks(Class<?> target, ClickHouseType element) throws SQLException {
        ClickHouseType plain = TypeInfo.plain(element);
        boolean isOpen = plain instanceof ClickHouseType.DateTime && ((ClickHouseType.DateTime) plain).zone() == null
                || plain instanceof ClickHouseType.DateTime64 && ((ClickHouseType.DateTime64) plain).zone() == null;
        if (isOpen
                && target != Instant.class
                && target != Timestamp.class
                && !target.isAssignableFrom(Timestamp.class)) {
            throw SqlErrors.data(
                    "22018",
                    "The elements are " + plain
                            + ", whose zone is the server's: read them as Instant[] or Timestamp[]");
        }
    }

    static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0).getClass() : type;
    }

    /** The elements of an array of any kind. */
    public static List<Object> list(Object array) {
        int length = Array.getLength(array);
        List<Object> out = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            Object value = Array.get(array, i);
            boolean nests = value != null && value.getClass().isArray() && !(value instanceof byte[]);
            out.add(nests ? list(value) : value);
        }
        return out;
    }
}
