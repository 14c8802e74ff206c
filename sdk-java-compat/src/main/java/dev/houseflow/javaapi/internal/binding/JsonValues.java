package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.internal.binding.NameMatching;
import dev.houseflow.javaapi.internal.binding.read.EnumNames;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.shape.Containers;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
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

/**
 * Makes Java values of what JSON objects hold. Nothing is rounded but floats; unknown keys are
 * ignored.
 */
final class JsonValues {
    private final Shapes shapes;
    private final boolean readsNumbersFromText;

    JsonValues(Shapes shapes) {
        this(shapes, false);
    }

    /**
     * {@code readsNumbersFromText} is for JSON that a server writes as text, where numbers of 64
     * bits and more stand in quotes.
     */
    JsonValues(Shapes shapes, boolean readsNumbersFromText) {
        this.shapes = shapes;
        this.readsNumbersFromText = readsNumbersFromText;
    }

    /** What does not fit, and where in the object. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misfit(String message) {
            super(message, null, false, false);
        }
    }

    /** {@code path} is where in the object {@code value} stands. */
    Object convert(Object value, Type type, String path) {
        Class<?> raw = Types.raw(type);
        if (Containers.isOptional(raw)) return optional(value, type, raw, path);
        if (value == null) {
            if (raw.isPrimitive()) {
                throw new Misfit("The object has no value for `" + path + "`, which `" + raw + "` cannot say: make it `"
                        + Types.boxed(raw).getSimpleName() + "` or an Optional");
            }
            return null;
        }
        if (raw == Object.class) return value;
        Class<?> boxed = Types.boxed(raw);
        if (Number.class.isAssignableFrom(boxed)) return number(value, boxed, path);
        Scalar scalar = Scalar.of(raw);
        if (scalar != null) return single(value, boxed, scalar, path);
        if (raw.isArray()) return array(items(value, type, path), Types.component(type), path);
        if (Containers.isList(raw) || Containers.isSet(raw)) return collection(value, type, raw, path);
        if (!(value instanceof Map)) throw misfit(value, type, path);
        return Containers.isMap(raw) ? map((Map<?, ?>) value, type, path) : object((Map<?, ?>) value, type, path);
    }

    private Object optional(Object value, Type type, Class<?> raw, String path) {
        Object inner = value == null ? null : convert(value, Containers.optionalValue(type), path);
        if (raw == OptionalInt.class) return inner == null ? OptionalInt.empty() : OptionalInt.of((Integer) inner);
        if (raw == OptionalLong.class) return inner == null ? OptionalLong.empty() : OptionalLong.of((Long) inner);
        if (raw == OptionalDouble.class)
            return inner == null ? OptionalDouble.empty() : OptionalDouble.of((Double) inner);
        return Optional.ofNullable(inner);
    }

    private Object number(Object given, Class<?> type, String path) {
        Object value = readsNumbersFromText && given instanceof String ? numberOf((String) given) : given;
        if (!(value instanceof Number)) throw misfit(value, type, path);
        if (type == Double.class) return ((Number) value).doubleValue();
        if (type == Float.class) return ((Number) value).floatValue();
        try {
            BigDecimal exact = new BigDecimal(value.toString());
            if (type == Long.class) return exact.longValueExact();
            if (type == Integer.class) return exact.intValueExact();
            if (type == Short.class) return exact.shortValueExact();
            if (type == Byte.class) return exact.byteValueExact();
            if (type == BigInteger.class) return exact.toBigIntegerExact();
            if (type == BigDecimal.class) return exact;
        } catch (ArithmeticException | NumberFormatException outside) {
            throw misfit(value, type, path);
        }
        throw misfit(value, type, path);
    }

    /** The number that {@code text} is, or the text itself when it is none. */
    private static Object numberOf(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException noNumber) {
            return text;
        }
    }

    private static Object single(Object value, Class<?> type, Scalar scalar, String path) {
        if (type.isInstance(value)) return value;
        Instant moment = momentOf(value);
        if (moment != null && type == Instant.class) return moment;
        if (!(value instanceof String)) throw misfit(value, type, path);
        String text = (String) value;
        if (type == CharSequence.class) return text;
        if (type == Character.class && text.length() == 1) return text.charAt(0);
        if (type.isEnum()) {
            Object constant = EnumNames.constantOf(type, text);
            if (constant != null) return constant;
        }
        try {
            Object parsed = type.isEnum() ? null : scalar.target.parsed(text);
            if (type.isInstance(parsed)) return parsed;
        } catch (RuntimeException noSuchText) {
            // Said below.
        }
        throw misfit(value, type, path);
    }

    private static Instant momentOf(Object value) {
        if (value instanceof ZonedDateTime) return ((ZonedDateTime) value).toInstant();
        return value instanceof OffsetDateTime ? ((OffsetDateTime) value).toInstant() : null;
    }

    private static List<?> items(Object value, Type type, String path) {
        if (value instanceof List) return (List<?>) value;
        throw misfit(value, type, path);
    }

    private Object array(List<?> items, Type component, String path) {
        Object array = Array.newInstance(Types.raw(component), items.size());
        for (int i = 0; i < items.size(); i++)
            Array.set(array, i, convert(items.get(i), component, path + "[" + i + "]"));
        return array;
    }

    private Object collection(Object value, Type type, Class<?> raw, String path) {
        List<?> items = items(value, type, path);
        Collection<Object> values = Containers.isList(raw) ? new ArrayList<>(items.size()) : new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Object item = convert(items.get(i), Types.argument(type, 0), path + "[" + i + "]");
            if (!values.add(item))
                throw new Misfit(
                        "`" + path + "` has " + item + " more than once, which a Set would lose: make it a List");
        }
        return values;
    }

    private Object map(Map<?, ?> value, Type type, String path) {
        if (Types.raw(Types.argument(type, 0)) != String.class && Types.raw(Types.argument(type, 0)) != Object.class)
            throw misfit(value, type, path);
        Map<Object, Object> values = new LinkedHashMap<>();
        value.forEach((key, item) -> values.put(key, convert(item, Types.argument(type, 1), inside(path, key))));
        return values;
    }

    private Object object(Map<?, ?> value, Type type, String path) {
        if (Containers.isForeign(Types.raw(type))) throw misfit(value, type, path);
        Shapes.Known known = shapes.of(Types.raw(type));
        known.shape.requireConstructor();
        Map<TypeVariable<?>, Type> bindings = Types.bindings(type);
        List<Property> properties = known.shape.properties;
        Object[] values = new Object[properties.size()];
        boolean[] given = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            Property property = properties.get(i);
            Object key = keyOf(property, value);
            if (key == null && !known.shape.takesValues()) continue;
            String name = inside(path, key == null ? property.columnName() : key);
            Object found = key == null ? null : value.get(key);
            values[i] = convert(found, Types.resolve(property.type, bindings), name);
            given[i] = true;
        }
        return known.constructors.make(values, given);
    }

    private static Object keyOf(Property property, Map<?, ?> object) {
        if (object.containsKey(property.columnName())) return property.columnName();
        if (property.clickHouseName != null) return null;
        for (Object key : object.keySet()) {
            if (NameMatching.INSTANCE.camelCase((String) key).equals(property.name)) return key;
        }
        return null;
    }

    private static String inside(String path, Object key) {
        return path.isEmpty() ? String.valueOf(key) : path + "." + key;
    }

    private static Misfit misfit(Object value, Type type, String path) {
        String text = value instanceof CharSequence ? "\"" + value + "\"" : String.valueOf(value);
        String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return new Misfit((path.isEmpty() ? "The object" : "`" + path + "` of the object") + " is " + shown
                + ", which `" + Types.show(type) + "` does not hold: change the type of the property");
    }
}
