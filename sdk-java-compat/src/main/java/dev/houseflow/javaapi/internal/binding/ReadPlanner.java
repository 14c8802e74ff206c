package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
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
import dev.houseflow.internal.codec.Fit;
import dev.houseflow.internal.codec.PlainTypesKt;
import dev.houseflow.javaapi.internal.binding.read.ArrayReader;
import dev.houseflow.javaapi.internal.binding.read.CollectionReader;
import dev.houseflow.javaapi.internal.binding.read.MapReader;
import dev.houseflow.javaapi.internal.binding.read.ObjectReader;
import dev.houseflow.javaapi.internal.binding.read.OptionalReader;
import dev.houseflow.javaapi.internal.binding.read.PairsReader;
import dev.houseflow.javaapi.internal.binding.read.RowConstructor;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.read.ScalarReader;
import dev.houseflow.javaapi.internal.binding.read.TupleListReader;
import dev.houseflow.javaapi.internal.binding.read.TupleMapReader;
import dev.houseflow.javaapi.internal.binding.read.ValueReader;
import dev.houseflow.javaapi.internal.binding.read.VariantReader;
import dev.houseflow.javaapi.internal.binding.shape.ClassShapes;
import dev.houseflow.javaapi.internal.binding.shape.Containers;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays Java types over the types of columns, for reading. Goes on after a mismatch, so that
 * {@link #problems} names all at the end.
 */
public final class ReadPlanner {
    private static final BindingPath TOP = BindingPath.top(Language.JAVA);

    public final List<String> problems = new ArrayList<>();
    private final Shapes shapes;

    /** The worst rank of what was planned so far. */
    private int worst;

    public ReadPlanner(Shapes shapes) {
        this.shapes = shapes;
    }

    /** The readers of a class's properties, laid over columns or the elements of a tuple. */
    public static final class Struct {
        public final RowConstructor constructor;
        public final ValueReader[] readers;
        public final int[] positions;

        public Struct(RowConstructor constructor, ValueReader[] readers, int[] positions) {
            this.constructor = constructor;
            this.readers = readers;
            this.positions = positions;
        }
    }

    public Struct struct(Type type, List<ClickHouseType.Element> elements, BindingPath path) {
        return struct(type, null, elements, path);
    }

    /**
     * The same for elements that were matched before; {@code matched} says which of them each
     * property took.
     */
    public Struct struct(Type type, int[] matched, List<ClickHouseType.Element> elements, BindingPath path) {
        Shapes.Known known = shapes.of(Types.raw(type));
        known.shape.requireConstructor();
        Map<TypeVariable<?>, Type> bindings = Types.bindings(type);
        List<Type> types = new ArrayList<>();
        for (Property property : known.shape.properties) types.add(Types.resolve(property.type, bindings));
        TypeShape.Struct shape = ClassShapes.struct(known.shape, types);
        int[] positions =
                matched != null ? matched : new StructMatching(shape, elements, path, problems).match(Direction.READ);
        ValueReader[] readers = new ValueReader[positions.length];
        for (int i = 0; i < readers.length; i++) {
            if (positions[i] < 0) continue;
            ClickHouseType.Element element = elements.get(positions[i]);
            BindingPath inside = path.inside(shape.getProperties().get(i), element, positions[i]);
            readers[i] = plan(types.get(i), element.type(), inside);
        }
        return new Struct(problems.isEmpty() ? known.constructors.of(readers) : null, readers, positions);
    }

    /**
     * The reader of {@code type} over a column of {@code columnType}, or {@code null} after noting
     * why there is none.
     */
    public ValueReader plan(Type type, ClickHouseType columnType, BindingPath path) {
        Class<?> raw = Types.raw(type);
        ClickHouseType plain = PlainTypesKt.plainType(columnType);
        if (Containers.isOptional(raw)) {
            Type inner = Containers.optionalValue(type);
            ValueReader value = plan(inner, columnType, path);
            return value == null ? null : new OptionalReader(raw, value);
        }
        if (raw == Object.class) return new ScalarReader(Column::get);
        if (plain instanceof ClickHouseType.AggregateFunction && raw == byte[].class)
            return new ScalarReader(Column::getBytes);
        if (plain instanceof ClickHouseType.AggregateFunction || plain instanceof ClickHouseType.Unknown) {
            return mismatch(columnType, path);
        }
        if (Containers.isOpen(plain) && ClassShapes.isSealed(raw)) return sealed(raw, plain, path);
        Scalar scalar = Scalar.of(raw);
        Fit fit = scalar == null ? Fit.NONE : fit(scalar.target, plain);
        if (fit != Fit.NONE) {
            worst = Math.max(worst, AlternativeRanks.INSTANCE.rankOf(fit));
            return scalar.reader(raw, path);
        }
        if (Containers.isOpen(plain) && isTypedContainer(type, raw)) return open(type, plain, columnType, path);
        if (raw.isArray() && raw.getComponentType() != char.class) return array(type, plain, columnType, path);
        if (Containers.isList(raw) || Containers.isSet(raw)) return collection(type, plain, columnType, path);
        if (Containers.isMap(raw)) return map(type, plain, columnType, path);
        if (plain instanceof ClickHouseType.Tuple && !Containers.isForeign(raw)) {
            Struct struct = struct(type, ((ClickHouseType.Tuple) plain).elements(), path);
            return new ObjectReader(struct.constructor, struct.readers, struct.positions);
        }
        if (plain instanceof ClickHouseType.Json && !Containers.isForeign(raw))
            return new JsonReader(type, shapes, path);
        return mismatch(columnType, path);
    }

    private ValueReader sealed(Class<?> type, ClickHouseType plain, BindingPath path) {
        SealedChoice<Subclasses.Laid> choices = Subclasses.choice(type, shapes, this::rank);
        if (plain instanceof ClickHouseType.Dynamic) {
            // Its alternatives are known only from each block.
            return new VariantReader(
                    (number, alternative) -> reader(choices.choose(alternative), alternative, path), path);
        }
        List<ClickHouseType> alternatives = PlainTypesKt.sortedAlternatives((ClickHouseType.Variant) plain);
        ValueReader[] readers = new ValueReader[alternatives.size()];
        List<SealedChoice.Choice<Subclasses.Laid>> chosen = choices.chooseAll(alternatives, path, problems);
        for (int i = 0; i < readers.length; i++) readers[i] = reader(chosen.get(i), alternatives.get(i), path);
        return new VariantReader((number, alternative) -> readers[number], path);
    }

    private ValueReader reader(
            SealedChoice.Choice<Subclasses.Laid> choice, ClickHouseType alternative, BindingPath path) {
        if (choice == null) return null;
        Subclasses.Laid laid = choice.getLaid();
        if (laid.wrapped == null) return plan(laid.subclass, alternative, path);
        ValueReader[] one = {plan(laid.wrapped.type, alternative, path)};
        return new VariantReader.Wrapper(shapes.of(laid.subclass).constructors.of(one), one);
    }

    /** Whether {@code type} is a class of several values that says of what type they are. */
    private static boolean isTypedContainer(Type type, Class<?> raw) {
        if (raw.isArray()) return raw != char[].class && raw != Object[].class;
        if (Containers.isMap(raw)) return Types.raw(Types.argument(type, 1)) != Object.class;
        if (Containers.isList(raw) || Containers.isSet(raw)) return Types.raw(Types.argument(type, 0)) != Object.class;
        return !Containers.isForeign(raw);
    }

    /** The alternatives that {@code type} can be laid over; any other is an error when it comes. */
    private ValueReader open(Type type, ClickHouseType plain, ClickHouseType columnType, BindingPath path) {
        if (plain instanceof ClickHouseType.Variant) {
            boolean fits = false;
            for (ClickHouseType alternative : ((ClickHouseType.Variant) plain).alternatives())
                fits |= rank(type, alternative) != AlternativeRanks.NONE;
            if (!fits) return mismatch(columnType, path);
        }
        return new VariantReader(
                (number, alternative) ->
                        rank(type, alternative) == AlternativeRanks.NONE ? null : plan(type, alternative, path),
                path);
    }

    /** How well {@code type} reads a column: as well as its worst part; leaves no trace. */
    public int rank(Type type, ClickHouseType columnType) {
        int before = problems.size();
        int outer = worst;
        worst = 0;
        plan(type, columnType, TOP);
        int rank = problems.size() == before ? worst : AlternativeRanks.NONE;
        worst = outer;
        problems.subList(before, problems.size()).clear();
        return rank;
    }

    private static Fit fit(Target target, ClickHouseType plain) {
        return Containers.isOpen(plain) ? Fit.CHECKED : TypeFitKt.fit(target, plain, Direction.READ);
    }

    private ValueReader array(Type type, ClickHouseType plain, ClickHouseType columnType, BindingPath path) {
        ClickHouseType elementType = Containers.elementOf(plain);
        Type component = Types.component(type);
        if (plain instanceof ClickHouseType.Tuple) {
            return tupleList((ClickHouseType.Tuple) plain, component, Types.raw(component), path);
        }
        if (elementType == null) return mismatch(columnType, path);
        ValueReader element = plan(component, elementType, path.elements());
        return element == null ? null : new ArrayReader(Types.raw(component), element);
    }

    private ValueReader collection(Type type, ClickHouseType plain, ClickHouseType columnType, BindingPath path) {
        Type component = Types.argument(type, 0);
        boolean list = Containers.isList(Types.raw(type));
        ClickHouseType elementType = Containers.elementOf(plain);
        if (elementType != null) {
            ValueReader element = plan(component, elementType, path.elements());
            return element == null ? null : new CollectionReader(!list, element, path);
        }
        if (list && plain instanceof ClickHouseType.Map && Types.raw(component) == Map.Entry.class) {
            ValueReader[] entry = entry(component, (ClickHouseType.Map) plain, path);
            return entry == null ? null : new PairsReader(entry[0], entry[1]);
        }
        boolean untyped = Types.raw(component) == Object.class;
        if (list && untyped && (plain instanceof ClickHouseType.Tuple || Containers.isOpen(plain)))
            return new ScalarReader(Column::getList);
        return list && plain instanceof ClickHouseType.Tuple
                ? tupleList((ClickHouseType.Tuple) plain, component, null, path)
                : mismatch(columnType, path);
    }

    /** A tuple as a list, or as an array of {@code array}. */
    private ValueReader tupleList(ClickHouseType.Tuple tuple, Type component, Class<?> array, BindingPath path) {
        ValueReader[] elements = elements(tuple, component, path);
        return elements == null ? null : new TupleListReader(elements, array, path);
    }

    /**
     * The readers of the elements of {@code tuple} as values of one type, or {@code null} after
     * noting why there are none.
     */
    private ValueReader[] elements(ClickHouseType.Tuple tuple, Type type, BindingPath path) {
        ValueReader[] readers = new ValueReader[tuple.elements().size()];
        boolean complete = true;
        for (int i = 0; i < readers.length; i++) {
            ClickHouseType.Element element = tuple.elements().get(i);
            readers[i] = plan(type, element.type(), path.elementOf(element, i));
            complete &= readers[i] != null;
        }
        return complete ? readers : null;
    }

    private ValueReader map(Type type, ClickHouseType plain, ClickHouseType columnType, BindingPath path) {
        if (plain instanceof ClickHouseType.Map) {
            ValueReader[] entry = entry(type, (ClickHouseType.Map) plain, path);
            return entry == null ? null : new MapReader(entry[0], entry[1], path);
        }
        boolean untyped = Types.raw(Types.argument(type, 1)) == Object.class;
        if (!untyped && Containers.isNamed(plain) && Types.raw(Types.argument(type, 0)) == String.class) {
            ClickHouseType.Tuple tuple = (ClickHouseType.Tuple) plain;
            ValueReader[] elements = elements(tuple, Types.argument(type, 1), path);
            return elements == null ? null : new TupleMapReader(Containers.names(tuple), elements);
        }
        boolean named = plain instanceof ClickHouseType.Tuple
                || plain instanceof ClickHouseType.Json
                || Containers.isOpen(plain);
        if (plain instanceof ClickHouseType.Json && !untyped) return new JsonReader(type, shapes, path);
        if (!untyped || !named) return mismatch(columnType, path);
        // Not every map of a column is a hash map, which such a property asks for.
        return new ScalarReader(
                Types.raw(type) == Map.class
                        ? Column::getMap
                        : (column, row) -> new LinkedHashMap<>(column.getMap(row)));
    }

    private ValueReader[] entry(Type type, ClickHouseType.Map map, BindingPath path) {
        Type keyType = Types.argument(type, 0);
        Type valueType = Types.argument(type, 1);
        ValueReader key = plan(keyType, map.key(), path.each("key"));
        ValueReader value = plan(valueType, map.value(), path.each("value"));
        return key == null || value == null ? null : new ValueReader[] {key, value};
    }

    private ValueReader mismatch(ClickHouseType columnType, BindingPath path) {
        problems.add(Mismatches.ofType(columnType, path));
        return null;
    }
}
