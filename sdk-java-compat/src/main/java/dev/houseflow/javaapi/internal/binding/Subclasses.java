package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.ClickHouseType;
import dev.houseflow.internal.binding.SealedChoice;
import dev.houseflow.internal.codec.AlternativeRanks;
import dev.houseflow.internal.codec.PlainTypesKt;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.shape.ClassShapes;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;

/** Lays the subclasses of a sealed type over the alternatives of a Variant or Dynamic. */
final class Subclasses implements SealedChoice.Layer<Subclasses.Laid> {
    private final List<Class<?>> subclasses;
    private final Shapes shapes;
    private final ToIntBiFunction<Type, ClickHouseType> ranks;

    private Subclasses(Class<?> type, Shapes shapes, ToIntBiFunction<Type, ClickHouseType> ranks) {
        this.subclasses = ClassShapes.subclasses(type);
        this.shapes = shapes;
        this.ranks = ranks;
    }

    /**
     * Which subclass of {@code type} stands for which alternative. {@code ranks} says how well a
     * type can be laid over a column; {@link AlternativeRanks#NONE} is not at all.
     */
    public static SealedChoice<Laid> choice(Class<?> type, Shapes shapes, ToIntBiFunction<Type, ClickHouseType> ranks) {
        return new SealedChoice<>(ClassShapes.sealed(type), new Subclasses(type, shapes, ranks));
    }

    @Override
    public Laid lay(int number, ClickHouseType alternative) {
        Class<?> subclass = subclasses.get(number);
        if (PlainTypesKt.plainType(alternative) instanceof ClickHouseType.Tuple) {
            int rank = ranks.applyAsInt(subclass, alternative);
            if (rank != AlternativeRanks.NONE) return new Laid(subclass, null, rank);
        }
        List<Property> properties = shapes.of(subclass).shape.properties;
        if (properties.size() != 1) return null;
        int rank = ranks.applyAsInt(properties.get(0).type, alternative);
        return rank == AlternativeRanks.NONE ? null : new Laid(subclass, properties.get(0), rank);
    }

    /** One subclass over one alternative. */
    static final class Laid implements SealedChoice.Laid {
        public final Class<?> subclass;

        /**
         * The property that takes the whole value; {@code null} where the properties take the
         * elements of a Tuple.
         */
        public final Property wrapped;

        private final int rank;

        private Laid(Class<?> subclass, Property wrapped, int rank) {
            this.subclass = subclass;
            this.wrapped = wrapped;
            this.rank = rank;
        }

        @Override
        public int getRank() {
            return rank;
        }

        @Override
        public boolean isOneValue() {
            return wrapped != null && (Scalar.of(Types.raw(wrapped.type)) != null || isPlain(wrapped.type));
        }

        /**
         * Whether values of {@code type} are handed to columns as they are: plain values, and
         * lists, arrays and maps of them.
         */
        private static boolean isPlain(Type type) {
            Class<?> raw = Types.raw(type);
            Scalar scalar = Scalar.of(raw);
            if (scalar != null) return scalar.toColumn == null;
            if (raw.isArray()) return isPlain(Types.component(type));
            if (Iterable.class.isAssignableFrom(raw)) return isPlain(Types.argument(type, 0));
            return Map.class.isAssignableFrom(raw)
                    && isPlain(Types.argument(type, 0))
                    && isPlain(Types.argument(type, 1));
        }
    }
}
