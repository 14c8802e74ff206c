package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.internal.binding.Direction;
import dev.houseflow.internal.binding.Target;
import dev.houseflow.internal.binding.TypeFitKt;
import dev.houseflow.internal.codec.AlternativeRanks;
import dev.houseflow.internal.codec.Fit;
import dev.houseflow.internal.codec.PlainTypesKt;
import dev.houseflow.javaapi.internal.binding.read.ArrayReader;
import dev.houseflow.javaapi.internal.binding.read.CollectionReader;
import dev.houseflow.javaapi.internal.binding.read.MapReader;
import dev.houseflow.javaapi.internal.binding.read.ObjectMaker;
import dev.houseflow.javaapi.internal.binding.read.ObjectReader;
import dev.houseflow.javaapi.internal.binding.read.OptionalReader;
import dev.houseflow.javaapi.internal.binding.read.PairsReader;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.read.ScalarReader;
import dev.houseflow.javaapi.internal.binding.read.TupleListReader;
import dev.houseflow.javaapi.internal.binding.read.TupleMapReader;
import dev.houseflow.javaapi.internal.binding.read.ValueReader;
import dev.houseflow.javaapi.internal.binding.read.VariantReader;
import dev.houseflow.javaapi.internal.binding.shape.Containers;
import dev.houseflow.javaapi.internal.binding.shape.Mismatch;
import dev.houseflow.javaapi.internal.binding.shape.Place;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.StructMatching;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays Java types over the types of columns, for reading. Goes on after a mismatch, so that {@link #problems} names all at the end. */
public final class ReadPlanner {
    public final List<String> problems = new ArrayList<>();
    private final Shapes shapes;

    /** The worst rank of what was planned so far. */
    private int worst;

    public ReadPlanner(Shapes shapes) {
        this.shapes = shapes;
    }

    /** The readers of a class's properties, laid over columns or the elements of a tuple. */
    public static final class Struct {
        public final ObjectMaker maker;
        public final ValueReader[] readers;
        public final int[] positions;

        public Struct(ObjectMaker maker, ValueReader[] readers, int[] positions) {
            this.maker = maker;
            this.readers = readers;
            this.positions = positions;
        }
    }

    public Struct struct(Type type, List<ClickHouseType.Element> elements, Place place) {
        return struct(type, null, elements, place);
    }

    /** The same for elements that were matched before; {@code matched} says which of them each property took. */
    public Struct struct(Type type, int[] matched, List<ClickHouseType.Element> elements, Place place) {
        Shapes.Known known = shapes.of(Types.raw(type));
        Map<TypeVariable<?>, Type> bindings = Types.bindings(type);
        List<Type> types = new ArrayList<>();
        for (Property property : known.shape.properties) types.add(Types.resolve(property.type, bindings));
        int[] positions = matched;
        if (positions == null) {
            positions = new StructMatching(known.shape, types, elements, place, problems).forReading();
        }
        ValueReader[] readers = new ValueReader[positions.length];
        for (int i = 0; i < readers.length; i++) {
            if (positions[i] < 0) continue;
            ClickHouseType.Element element = elements.get(positions[i]);
            Place inside = place.inside(known.shape.properties.get(i), types.get(i), element, positions[i]);
            readers[i] = plan(types.get(i), element.type(), inside);
        }
        return new Struct(problems.isEmpty() ? known.makers.of(readers) : null, readers, positions);
    }

    /** The reader of {@code type} over a column of {@code columnType}, or {@code null} after noting why there is none. */
    public ValueReader plan(Type type, ClickHouseType columnType, Place place) {
        Class<?> raw = Types.raw(type);
        ClickHouseType plain = PlainTypesKt.plainType(columnType);
        if (Containers.isOptional(raw)) {
            Type inner = Containers.optionalValue(type);
            ValueReader value = plan(inner, columnType, place.of(inner));
            return value == null ? null : new OptionalReader(raw, value);
        }
        if (raw == Object.class) return new ScalarReader(Column::get);
        if (plain instanceof ClickHouseType.AggregateFunction && raw == byte[].class)
            return new ScalarReader(Column::getBytes);
        if (plain instanceof ClickHouseType.AggregateFunction || plain instanceof ClickHouseType.Unknown) {
            return mismatch(columnType, place);
        }
        if (Containers.isOpen(plain) && SealedChoice.isSealed(raw)) return sealed(raw, plain, place);
        Scalar scalar = Scalar.of(raw);
        Fit fit = scalar == null ? Fit.NONE : fit(scalar.target, plain);
        if (fit != Fit.NONE) {
            worst = Math.max(worst, AlternativeRanks.INSTANCE.rankOf(fit));
            return scalar.reader(raw, place);
        }
        if (Containers.isOpen(plain) && isTypedContainer(type, raw)) return open(type, plain, columnType, place);
        if (raw.isArray() && raw.getComponentType() != char.class) return array(type, plain, columnType, place);
        if (Containers.isList(raw) || Containers.isSet(raw)) return collection(type, plain, columnType, place);
        if (Containers.isMap(raw)) return map(type, plain, columnType, place);
        if (plain instanceof ClickHouseType.Tuple && !Containers.isForeign(raw)) {
            Struct struct = struct(type, ((ClickHouseType.Tuple) plain).elements(), place);
            return new ObjectReader(struct.maker, struct.readers, struct.positions);
        }
        return mismatch(columnType, place);
    }

    private ValueReader sealed(Class<?> type, ClickHouseType plain, Place place) {
        SealedChoice choices = new SealedChoice(type, shapes, this::rank);
        if (plain instanceof ClickHouseType.Dynamic) {
            // Its alternatives are known only from each block.
            return new VariantReader(
                    (number, alternative) -> reader(choices.choose(alternative), alternative, place), place);
        }
        List<ClickHouseType> alternatives = PlainTypesKt.sortedAlternatives((ClickHouseType.Variant) plain);
        ValueReader[] readers = new ValueReader[alternatives.size()];
        for (int i = 0; i < readers.length; i++) {
            SealedChoice.Choice choice = choices.choose(alternatives.get(i));
            if (choice == null) problems.add(Mismatch.noSubclass(alternatives.get(i), type, place));
            else readers[i] = reader(choice, alternatives.get(i), place);
        }
        return new VariantReader((number, alternative) -> readers[number], place);
    }

    private ValueReader reader(SealedChoice.Choice choice, ClickHouseType alternative, Place place) {
        if (choice == null) return null;
        if (!choice.isWrapper) return plan(choice.subclass, alternative, place.of(choice.subclass));
        Shapes.Known known = shapes.of(choice.subclass);
        Type property = known.shape.properties.get(0).type;
        ValueReader[] one = {plan(property, alternative, place.of(property))};
        return new VariantReader.Wrapper(known.makers.of(one), one);
    }

    /** Whether {@code type} is a class of several values that says of what type they are. */
    private static boolean isTypedContainer(Type type, Class<?> raw) {
        if (raw.isArray()) return raw != char[].class && raw != Object[].class;
        if (Containers.isMap(raw)) return Types.raw(Types.argument(type, 1)) != Object.class;
        if (Containers.isList(raw) || Containers.isSet(raw)) return Types.raw(Types.argument(type, 0)) != Object.class;
        return !Containers.isForeign(raw);
    }

    /** The alternatives that {@code type} can be laid over; any other is an error when it comes. */
    private ValueReader open(Type type, ClickHouseType plain, ClickHouseType columnType, Place place) {
        if (plain instanceof ClickHouseType.Variant) {
            boolean fits = false;
            for (ClickHouseType alternative : ((ClickHouseType.Variant) plain).alternatives())
                fits |= rank(type, alternative) != AlternativeRanks.NONE;
            if (!fits) return mismatch(columnType, place);
        }
        return new VariantReader(
                (number, alternative) ->
                        rank(type, alternative) == AlternativeRanks.NONE ? null : plan(type, alternative, place),
                place);
    }

    /** How well {@code type} reads a column: as well as its worst part; leaves no trace. */
    public int rank(Type type, ClickHouseType columnType) {
        int before = problems.size();
        int outer = worst;
        worst = 0;
        plan(type, columnType, Place.row(type));
        int rank = problems.size() == before ? worst : AlternativeRanks.NONE;
        worst = outer;
        problems.subList(before, problems.size()).clear();
        return rank;
    }

    private static Fit fit(Target target, ClickHouseType plain) {
        return Containers.isOpen(plain) ? Fit.CHECKED : TypeFitKt.fit(target, plain, Direction.READ);
    }

    private ValueReader array(Type type, ClickHouseType plain, ClickHouseType columnType, Place place) {
        ClickHouseType elementType = Containers.elementOf(plain);
        Type component = Types.component(type);
        if (plain instanceof ClickHouseType.Tuple) {
            return tupleList((ClickHouseType.Tuple) plain, component, Types.raw(component), place);
        }
        if (elementType == null) return mismatch(columnType, place);
        ValueReader element = plan(component, elementType, place.inside("elements", component));
        return element == null ? null : new ArrayReader(Types.raw(component), element);
    }

    private ValueReader collection(Type type, ClickHouseType plain, ClickHouseType columnType, Place place) {
        Type component = Types.argument(type, 0);
        boolean list = Containers.isList(Types.raw(type));
        ClickHouseType elementType = Containers.elementOf(plain);
        if (elementType != null) {
            ValueReader element = plan(component, elementType, place.inside("elements", component));
            return element == null ? null : new CollectionReader(!list, element, place);
        }
        if (list && plain instanceof ClickHouseType.Map && Types.raw(component) == Map.Entry.class) {
            ValueReader[] entry = entry(component, (ClickHouseType.Map) plain, place);
            return entry == null ? null : new PairsReader(entry[0], entry[1]);
        }
        boolean untyped = Types.raw(component) == Object.class;
        if (list && untyped && (plain instanceof ClickHouseType.Tuple || Containers.isOpen(plain)))
            return new ScalarReader(Column::getList);
        return list && plain instanceof ClickHouseType.Tuple
                ? tupleList((ClickHouseType.Tuple) plain, component, null, place)
                : mismatch(columnType, place);
    }

    /** A tuple as a list, or as an array of {@code array}. */
    private ValueReader tupleList(ClickHouseType.Tuple tuple, Type component, Class<?> array, Place place) {
        ValueReader[] elements = elements(tuple, component, place);
        return elements == null ? null : new TupleListReader(elements, array, place);
    }

    /**
     * The readers of the elements of {@code tuple} as values of one type, or {@code null} after
     * noting why there are none.
     */
    private ValueReader[] elements(ClickHouseType.Tuple tuple, Type type, Place place) {
        ValueReader[] readers = new ValueReader[tuple.elements().size()];
        boolean complete = true;
        for (int i = 0; i < readers.length; i++) {
            ClickHouseType.Element element = tuple.elements().get(i);
            readers[i] = plan(type, element.type(), place.inside(element, i, type));
            complete &= readers[i] != null;
        }
        return complete ? readers : null;
    }

    private ValueReader map(Type type, ClickHouseType plain, ClickHouseType columnType, Place place) {
        if (plain instanceof ClickHouseType.Map) {
            ValueReader[] entry = entry(type, (ClickHouseType.Map) plain, place);
            return entry == null ? null : new MapReader(entry[0], entry[1], place);
        }
        boolean untyped = Types.raw(Types.argument(type, 1)) == Object.class;
        if (!untyped && Containers.isNamed(plain) && Types.raw(Types.argument(type, 0)) == String.class) {
            ClickHouseType.Tuple tuple = (ClickHouseType.Tuple) plain;
            ValueReader[] elements = elements(tuple, Types.argument(type, 1), place);
            return elements == null ? null : new TupleMapReader(Containers.names(tuple), elements);
        }
        boolean named = plain instanceof ClickHouseType.Tuple
                || plain instanceof ClickHouseType.Json
                || Containers.isOpen(plain);
        if (!untyped || !named) return mismatch(columnType, place);
        // Not every map of a column is a hash map, which such a property asks for.
        return new ScalarReader(
                Types.raw(type) == Map.class
                        ? Column::getMap
                        : (column, row) -> new LinkedHashMap<>(column.getMap(row)));
    }

    private ValueReader[] entry(Type type, ClickHouseType.Map map, Place place) {
        Type keyType = Types.argument(type, 0);
        Type valueType = Types.argument(type, 1);
        ValueReader key = plan(keyType, map.key(), place.inside("keys", keyType));
        ValueReader value = plan(valueType, map.value(), place.inside("values", valueType));
        return key == null || value == null ? null : new ValueReader[] {key, value};
    }

    private ValueReader mismatch(ClickHouseType columnType, Place place) {
        problems.add(Mismatch.text(columnType, place));
        return null;
    }
}
