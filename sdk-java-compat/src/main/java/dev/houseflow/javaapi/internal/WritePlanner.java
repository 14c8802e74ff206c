package dev.houseflow.javaapi.internal;

import dev.houseflow.ClickHouseType;
import dev.houseflow.internal.rows.Direction;
import dev.houseflow.internal.rows.Fit;
import dev.houseflow.internal.rows.TypeFitKt;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Lays Java types over the types of columns, for writing. Goes on after a mismatch, so that {@link #problems} names all at the end. */
final class WritePlanner {
    final List<String> problems = new ArrayList<>();
    private final Shapes shapes;

    WritePlanner(Shapes shapes) {
        this.shapes = shapes;
    }

    /** The columns of a block. */
    PropertyWriters rows(Type type, List<ClickHouseType.Element> columns, Place place) {
        return struct(type, columns, place, true);
    }

    private PropertyWriters struct(
            Type type, List<ClickHouseType.Element> elements, Place place, boolean wholeColumns) {
        Shapes.Known known = shapes.of(Types.raw(type));
        RowShape shape = known.shape;
        Map<TypeVariable<?>, Type> bindings = Types.bindings(type);
        List<Type> types = new ArrayList<>();
        for (Property property : shape.properties) types.add(Types.resolve(property.type, bindings));
        int[] properties = new StructMatching(shape, types, elements, place, problems).forWriting();
        ValueWriter[] writers = new ValueWriter[shape.properties.size()];
        int[] positions = new int[writers.length];
        for (int i = 0; i < properties.length; i++) {
            if (properties[i] < 0) continue;
            Property property = shape.properties.get(properties[i]);
            if (property.getter == null) continue;
            Type resolved = types.get(properties[i]);
            writers[properties[i]] =
                    plan(resolved, elements.get(i).type(), place.inside(property, resolved, elements.get(i), i));
            positions[properties[i]] = i;
        }
        return new PropertyWriters(known.takers.of(writers, wholeColumns), writers, positions);
    }

    /** The writer of {@code type} into a column of {@code columnType}, or {@code null} after noting why there is none. */
    ValueWriter plan(Type type, ClickHouseType columnType, Place place) {
        Class<?> raw = Types.raw(type);
        ClickHouseType plain = TypeFitKt.plainType(columnType);
        if (Containers.isOptional(raw)) {
            ValueWriter value =
                    plan(Containers.optionalValue(type), columnType, place.of(Containers.optionalValue(type)));
            return value == null ? null : new ConvertingWriter(WritePlanner::unwrap, value);
        }
        if (raw == Object.class || plain instanceof ClickHouseType.Json) return new PlainWriter();
        if (plain instanceof ClickHouseType.AggregateFunction || plain instanceof ClickHouseType.Unknown) {
            return mismatch(columnType, place);
        }
        if (plain instanceof ClickHouseType.Variant && SealedChoice.isSealed(raw)) {
            return sealed(raw, ((ClickHouseType.Variant) plain).alternatives(), place);
        }
        if (raw == Period.class && Containers.isCalendarInterval(plain)) return new PlainWriter();
        Scalar scalar = Scalar.of(raw);
        if (scalar != null
                && (Containers.isOpen(plain) || TypeFitKt.fit(scalar.target, plain, Direction.WRITE) != Fit.NONE)) {
            return scalar.toColumn == null
                    ? new PlainWriter()
                    : new ConvertingWriter(scalar.toColumn, new PlainWriter());
        }
        if (plain instanceof ClickHouseType.Array) return array(type, (ClickHouseType.Array) plain, columnType, place);
        if (plain instanceof ClickHouseType.Map) return map(type, (ClickHouseType.Map) plain, columnType, place);
        if (plain instanceof ClickHouseType.Tuple) return tuple(type, (ClickHouseType.Tuple) plain, columnType, place);
        boolean open = Containers.isOpen(plain) || plain instanceof ClickHouseType.QBit;
        return open && (raw.isArray() || Iterable.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw))
                ? new PlainWriter()
                : mismatch(columnType, place);
    }

    private ValueWriter sealed(Class<?> type, List<ClickHouseType> alternatives, Place place) {
        SealedChoice choices = new SealedChoice(type, shapes, Direction.WRITE, this::fits);
        Map<Class<?>, VariantWriter.Home> homes = new HashMap<>();
        for (Class<?> subclass : choices.subclasses()) {
            int home = choices.homeOf(subclass, alternatives);
            if (home < 0) {
                problems.add("`" + subclass.getSimpleName() + "` of " + place.property + " fits no alternative of "
                        + place.column);
                continue;
            }
            ClickHouseType alternative = alternatives.get(home);
            if (!choices.lay(subclass, alternative).isWrapper) {
                homes.put(subclass, new VariantWriter.Home(home, plan(subclass, alternative, place.of(subclass))));
                continue;
            }
            Shapes.Known known = shapes.of(subclass);
            Property property = known.shape.properties.get(0);
            if (property.getter == null) {
                problems.add("`" + subclass.getSimpleName() + "." + property.name
                        + "` cannot be read: give it a public getter");
                continue;
            }
            ValueWriter[] one = {plan(property.type, alternative, place.of(property.type))};
            ValueWriter writer =
                    new VariantWriter.Wrapper(new PropertyWriters(known.takers.of(one, false), one, new int[] {0}));
            homes.put(subclass, new VariantWriter.Home(home, writer));
        }
        return new VariantWriter(homes);
    }

    /** Whether there is a plan without a problem; leaves no trace. */
    private boolean fits(Type type, ClickHouseType columnType) {
        int before = problems.size();
        plan(type, columnType, Place.row(type));
        boolean fits = problems.size() == before;
        problems.subList(before, problems.size()).clear();
        return fits;
    }

    private ValueWriter array(Type type, ClickHouseType.Array array, ClickHouseType columnType, Place place) {
        Class<?> raw = Types.raw(type);
        Type component;
        if (raw.isArray() && raw != char[].class) component = Types.component(type);
        else if (Iterable.class.isAssignableFrom(raw)) component = Types.argument(type, 0);
        else return mismatch(columnType, place);
        ValueWriter element = plan(component, array.element(), place.inside("elements", component));
        if (element == null) return null;
        return element.isPlain() ? new PlainWriter() : new CollectionWriter(element);
    }

    private ValueWriter map(Type type, ClickHouseType.Map map, ClickHouseType columnType, Place place) {
        Class<?> raw = Types.raw(type);
        Type entry = type;
        if (Iterable.class.isAssignableFrom(raw) && Types.raw(Types.argument(type, 0)) == Map.Entry.class) {
            entry = Types.argument(type, 0);
        } else if (!Map.class.isAssignableFrom(raw)) {
            return mismatch(columnType, place);
        }
        Type keyType = Types.argument(entry, 0);
        Type valueType = Types.argument(entry, 1);
        ValueWriter key = plan(keyType, map.key(), place.inside("keys", keyType));
        ValueWriter value = plan(valueType, map.value(), place.inside("values", valueType));
        if (key == null || value == null) return null;
        return key.isPlain() && value.isPlain() ? new PlainWriter() : new MapWriter(key, value);
    }

    private ValueWriter tuple(Type type, ClickHouseType.Tuple tuple, ClickHouseType columnType, Place place) {
        Class<?> raw = Types.raw(type);
        boolean list = Iterable.class.isAssignableFrom(raw) || raw == Object[].class;
        boolean untyped = list && Types.raw(raw.isArray() ? Object.class : Types.argument(type, 0)) == Object.class;
        if (untyped || Map.class.isAssignableFrom(raw) && Types.raw(Types.argument(type, 1)) == Object.class)
            return new PlainWriter();
        if (Containers.isForeign(raw)) return mismatch(columnType, place);
        return new ObjectWriter(struct(type, tuple.elements(), place, false));
    }

    private static Object unwrap(Object optional) {
        if (optional instanceof Optional) return ((Optional<?>) optional).orElse(null);
        if (optional instanceof OptionalInt) {
            OptionalInt value = (OptionalInt) optional;
            return value.isPresent() ? value.getAsInt() : null;
        }
        if (optional instanceof OptionalLong) {
            OptionalLong value = (OptionalLong) optional;
            return value.isPresent() ? value.getAsLong() : null;
        }
        OptionalDouble value = (OptionalDouble) optional;
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private ValueWriter mismatch(ClickHouseType columnType, Place place) {
        problems.add(Mismatch.text(columnType, place));
        return null;
    }
}
