package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.ClickHouseType;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.binding.Direction;
import dev.houseflow.internal.binding.Language;
import dev.houseflow.internal.binding.Mismatches;
import dev.houseflow.internal.binding.SealedChoice;
import dev.houseflow.internal.binding.StructMatching;
import dev.houseflow.internal.binding.Target;
import dev.houseflow.internal.binding.TypeFitKt;
import dev.houseflow.internal.binding.TypeShape;
import dev.houseflow.internal.codec.AlternativeRanks;
import dev.houseflow.internal.codec.EnumConstantName;
import dev.houseflow.internal.codec.Fit;
import dev.houseflow.internal.codec.PlainTypesKt;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.shape.ClassShapes;
import dev.houseflow.javaapi.internal.binding.shape.Containers;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.RowShape;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import dev.houseflow.javaapi.internal.binding.write.CollectionWriter;
import dev.houseflow.javaapi.internal.binding.write.ConvertingWriter;
import dev.houseflow.javaapi.internal.binding.write.MapWriter;
import dev.houseflow.javaapi.internal.binding.write.ObjectWriter;
import dev.houseflow.javaapi.internal.binding.write.PlainWriter;
import dev.houseflow.javaapi.internal.binding.write.PropertyWriters;
import dev.houseflow.javaapi.internal.binding.write.RowDeconstructor;
import dev.houseflow.javaapi.internal.binding.write.TupleListWriter;
import dev.houseflow.javaapi.internal.binding.write.TupleMapWriter;
import dev.houseflow.javaapi.internal.binding.write.ValueWriter;
import dev.houseflow.javaapi.internal.binding.write.VariantWriter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Lays Java types over the types of columns, for writing. Goes on after a mismatch, so that
 * {@link #problems} names all at the end.
 */
public final class WritePlanner {
    private static final BindingPath TOP = BindingPath.top(Language.JAVA);

    public final List<String> problems = new ArrayList<>();
    private final Shapes shapes;

    /** The worst rank of what was planned so far. */
    private int worst;

    public WritePlanner(Shapes shapes) {
        this.shapes = shapes;
    }

    /** The columns of a block. */
    public PropertyWriters rows(Type type, List<ClickHouseType.Element> columns, BindingPath path) {
        return struct(type, columns, path, true);
    }

    private PropertyWriters struct(
            Type type, List<ClickHouseType.Element> elements, BindingPath path, boolean wholeColumns) {
        Shapes.Known known = shapes.of(Types.raw(type));
        RowShape shape = known.shape;
        Map<TypeVariable<?>, Type> bindings = Types.bindings(type);
        List<Type> types = new ArrayList<>();
        for (Property property : shape.properties) types.add(Types.resolve(property.type, bindings));
        TypeShape.Struct named = ClassShapes.struct(shape, types);
        int[] positions = new StructMatching(named, elements, path, problems).match(Direction.WRITE);
        ValueWriter[] writers = new ValueWriter[positions.length];
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < 0 || shape.properties.get(i).getter == null) continue;
            ClickHouseType.Element element = elements.get(positions[i]);
            BindingPath inside = path.inside(named.getProperties().get(i), element, positions[i]);
            writers[i] = plan(types.get(i), element.type(), inside);
        }
        return new PropertyWriters(known.deconstructors.of(writers, wholeColumns), writers, positions);
    }

    /**
     * The writer of {@code type} into a column of {@code columnType}, or {@code null} after noting
     * why there is none.
     */
    public ValueWriter plan(Type type, ClickHouseType columnType, BindingPath path) {
        Class<?> raw = Types.raw(type);
        ClickHouseType plain = PlainTypesKt.plainType(columnType);
        if (Containers.isOptional(raw)) {
            ValueWriter value = plan(Containers.optionalValue(type), columnType, path);
            return value == null ? null : new ConvertingWriter(WritePlanner::unwrap, value);
        }
        if (plain instanceof ClickHouseType.Json && !CharSequence.class.isAssignableFrom(raw)) {
            return new ConvertingWriter(new JsonObjects(shapes)::of, new PlainWriter());
        }
        if (raw == Object.class || plain instanceof ClickHouseType.Json) return new PlainWriter();
        if (plain instanceof ClickHouseType.AggregateFunction && raw == byte[].class) return new PlainWriter();
        if (plain instanceof ClickHouseType.AggregateFunction || plain instanceof ClickHouseType.Unknown) {
            return mismatch(columnType, path);
        }
        if (plain instanceof ClickHouseType.Variant && ClassShapes.isSealed(raw)) {
            return sealed(raw, (ClickHouseType.Variant) plain, path);
        }
        Scalar scalar = Scalar.of(raw);
        int rank = scalar == null ? AlternativeRanks.NONE : rank(scalar.target, plain);
        if (rank != AlternativeRanks.NONE) {
            worst = Math.max(worst, rank);
            return writer(scalar, plain);
        }
        if (plain instanceof ClickHouseType.Array) return array(type, (ClickHouseType.Array) plain, columnType, path);
        if (plain instanceof ClickHouseType.Map) return map(type, (ClickHouseType.Map) plain, columnType, path);
        if (plain instanceof ClickHouseType.Tuple) return tuple(type, (ClickHouseType.Tuple) plain, columnType, path);
        if (plain instanceof ClickHouseType.Variant) {
            ValueWriter alternative = alternative(type, (ClickHouseType.Variant) plain, path);
            if (alternative != null) return alternative;
        }
        boolean open = Containers.isOpen(plain) || plain instanceof ClickHouseType.QBit;
        return open && (raw.isArray() || Iterable.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw))
                ? new PlainWriter()
                : mismatch(columnType, path);
    }

    /**
     * Writes what holds objects of classes to the one alternative that it fits best; {@code null}
     * when it fits none. Lists and maps of plain values go to the column as a whole, where each
     * value chooses its alternative.
     */
    private ValueWriter alternative(Type type, ClickHouseType.Variant variant, BindingPath path) {
        List<ClickHouseType> alternatives = PlainTypesKt.sortedAlternatives(variant);
        int best = AlternativeRanks.NONE;
        Set<ClickHouseType> equals = new LinkedHashSet<>();
        int number = -1;
        for (int i = 0; i < alternatives.size(); i++) {
            int rank = rank(type, alternatives.get(i));
            if (rank == AlternativeRanks.NONE || rank > best) continue;
            if (rank < best) {
                equals.clear();
                number = i;
            }
            best = rank;
            equals.add(PlainTypesKt.expandedType(alternatives.get(i)));
        }
        if (number < 0) return null;
        ValueWriter writer = plan(type, alternatives.get(number), path);
        if (writer == null || writer.isPlain()) return writer;
        if (equals.size() > 1) problems.add(Mismatches.alternativesEquallyWell(equals, path));
        worst = Math.max(worst, AlternativeRanks.INSTANCE.rankOf(Fit.CHECKED));
        return new VariantWriter.Alternative(number, writer);
    }

    private static int rank(Target target, ClickHouseType plain) {
        return Containers.isOpen(plain)
                ? AlternativeRanks.INSTANCE.rankOf(Fit.CHECKED)
                : TypeFitKt.writeRank(target, plain);
    }

    private static ValueWriter writer(Scalar scalar, ClickHouseType plain) {
        if (scalar.toColumn == null) return new PlainWriter();
        // Where a value says itself where it goes, the name of a constant must not look like any
        // other text.
        boolean isConstant = scalar.target == Target.ENUM && Containers.isOpen(plain);
        return new ConvertingWriter(
                isConstant ? value -> new EnumConstantName((String) scalar.toColumn.apply(value)) : scalar.toColumn,
                new PlainWriter());
    }

    private ValueWriter sealed(Class<?> type, ClickHouseType.Variant variant, BindingPath path) {
        List<ClickHouseType> alternatives = PlainTypesKt.sortedAlternatives(variant);
        SealedChoice<Subclasses.Laid> choice = Subclasses.choice(type, shapes, this::rank);
        SealedChoice<Subclasses.Laid> reading = Subclasses.choice(type, shapes, new ReadPlanner(shapes)::rank);
        Map<Class<?>, VariantWriter.Home> homes = new HashMap<>();
        for (SealedChoice.Home<Subclasses.Laid> home : choice.homes(alternatives, variant, reading, path, problems)) {
            // Of several alternatives each value chooses its own, in the builder of the whole
            // column.
            int[] places = home.getAlternatives();
            ClickHouseType target = places.length == 1 ? alternatives.get(places[0]) : variant;
            Subclasses.Laid laid = home.getLaid();
            ValueWriter writer = laid.wrapped == null ? plan(laid.subclass, target, path) : wrapper(laid, target, path);
            if (writer != null) homes.put(laid.subclass, new VariantWriter.Home(places, writer));
        }
        return new VariantWriter(homes);
    }

    /** Writes the one property of a subclass as the whole value. */
    private ValueWriter wrapper(Subclasses.Laid laid, ClickHouseType target, BindingPath path) {
        if (laid.wrapped.getter == null) {
            problems.add("`" + laid.subclass.getSimpleName() + "." + laid.wrapped.name
                    + "` cannot be read: give it a public getter");
            return null;
        }
        ValueWriter[] one = {plan(laid.wrapped.type, target, path)};
        RowDeconstructor deconstructor = shapes.of(laid.subclass).deconstructors.of(one, false);
        return new VariantWriter.Wrapper(new PropertyWriters(deconstructor, one, new int[] {0}));
    }

    /** How well {@code type} goes into a column: as well as its worst part; leaves no trace. */
    private int rank(Type type, ClickHouseType columnType) {
        int before = problems.size();
        int outer = worst;
        worst = 0;
        plan(type, columnType, TOP);
        int rank = problems.size() == before ? worst : AlternativeRanks.NONE;
        worst = outer;
        problems.subList(before, problems.size()).clear();
        return rank;
    }

    private ValueWriter array(Type type, ClickHouseType.Array array, ClickHouseType columnType, BindingPath path) {
        Class<?> raw = Types.raw(type);
        Type component;
        if (raw.isArray() && raw != char[].class) component = Types.component(type);
        else if (Iterable.class.isAssignableFrom(raw)) component = Types.argument(type, 0);
        else return mismatch(columnType, path);
        ValueWriter element = plan(component, array.element(), path.elements());
        if (element == null) return null;
        return element.isPlain() ? new PlainWriter() : new CollectionWriter(element);
    }

    private ValueWriter map(Type type, ClickHouseType.Map map, ClickHouseType columnType, BindingPath path) {
        Class<?> raw = Types.raw(type);
        Type entry = type;
        if (Iterable.class.isAssignableFrom(raw) && Types.raw(Types.argument(type, 0)) == Map.Entry.class) {
            entry = Types.argument(type, 0);
        } else if (!Map.class.isAssignableFrom(raw)) {
            return mismatch(columnType, path);
        }
        Type keyType = Types.argument(entry, 0);
        Type valueType = Types.argument(entry, 1);
        ValueWriter key = plan(keyType, map.key(), path.each("key"));
        ValueWriter value = plan(valueType, map.value(), path.each("value"));
        if (key == null || value == null) return null;
        return key.isPlain() && value.isPlain() ? new PlainWriter() : new MapWriter(key, value);
    }

    private ValueWriter tuple(Type type, ClickHouseType.Tuple tuple, ClickHouseType columnType, BindingPath path) {
        Class<?> raw = Types.raw(type);
        if (raw.isArray() && raw != char[].class) return tupleList(tuple, Types.component(type), path);
        if (Iterable.class.isAssignableFrom(raw)) return tupleList(tuple, Types.argument(type, 0), path);
        if (Map.class.isAssignableFrom(raw)) return tupleMap(type, tuple, columnType, path);
        if (Containers.isForeign(raw)) return mismatch(columnType, path);
        return new ObjectWriter(struct(type, tuple.elements(), path, false));
    }

    private ValueWriter tupleList(ClickHouseType.Tuple tuple, Type component, BindingPath path) {
        if (Types.raw(component) == Object.class) return new PlainWriter();
        ValueWriter[] elements = elements(tuple, component, path);
        if (elements == null) return null;
        return arePlain(elements) ? new PlainWriter() : new TupleListWriter(elements);
    }

    private ValueWriter tupleMap(Type type, ClickHouseType.Tuple tuple, ClickHouseType columnType, BindingPath path) {
        Type value = Types.argument(type, 1);
        if (Types.raw(value) == Object.class) return new PlainWriter();
        if (!Containers.isNamed(tuple) || Types.raw(Types.argument(type, 0)) != String.class)
            return mismatch(columnType, path);
        ValueWriter[] elements = elements(tuple, value, path);
        if (elements == null) return null;
        return arePlain(elements) ? new PlainWriter() : new TupleMapWriter(Containers.names(tuple), elements);
    }

    /**
     * The writers of values of one type into the elements of {@code tuple}, or {@code null} after
     * noting why there are none.
     */
    private ValueWriter[] elements(ClickHouseType.Tuple tuple, Type type, BindingPath path) {
        ValueWriter[] writers = new ValueWriter[tuple.elements().size()];
        boolean complete = true;
        for (int i = 0; i < writers.length; i++) {
            ClickHouseType.Element element = tuple.elements().get(i);
            writers[i] = plan(type, element.type(), path.elementOf(element, i));
            complete &= writers[i] != null;
        }
        return complete ? writers : null;
    }

    private static boolean arePlain(ValueWriter[] writers) {
        for (ValueWriter writer : writers) {
            if (!writer.isPlain()) return false;
        }
        return true;
    }

    static Object unwrap(Object optional) {
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

    private ValueWriter mismatch(ClickHouseType columnType, BindingPath path) {
        problems.add(Mismatches.ofType(columnType, path));
        return null;
    }
}
