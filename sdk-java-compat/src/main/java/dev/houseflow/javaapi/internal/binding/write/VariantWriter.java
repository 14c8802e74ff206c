package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.NativeBuilder;
import dev.houseflow.internal.codec.VariantBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Writes the objects of a sealed type as {@code Variant}: each subclass to the alternative that it
 * stands for.
 */
public final class VariantWriter extends ValueWriter {
    /**
     * Where the objects of one class go: to one alternative, or, value by value, to one of several.
     */
    public static final class Home {
        public final int[] alternatives;

        /** Writes into the one alternative, or into the builder of the whole column. */
        public final ValueWriter writer;

        /** The alternatives by number, where they are several; otherwise {@code null}. */
        private boolean[] among;

        public Home(int[] alternatives, ValueWriter writer) {
            this.alternatives = alternatives;
            this.writer = writer;
        }

        private void bind(VariantBuilder builder) {
            List<NativeBuilder> all = builder.getAlternatives();
            if (alternatives.length == 1) {
                writer.bind(all.get(alternatives[0]));
                return;
            }
            among = new boolean[all.size()];
            for (int alternative : alternatives) among[alternative] = true;
            writer.bind(builder);
        }
    }

    private final Map<Class<?>, Home> homes;
    private VariantBuilder builder;

    public VariantWriter(Map<Class<?>, Home> homes) {
        this.homes = homes;
    }

    @Override
    public void bind(ColumnBuilder builder) {
        this.builder = (VariantBuilder) builder;
        for (Home home : homes.values()) home.bind(this.builder);
    }

    @Override
    public void write(Object value) {
        if (value == null) {
            builder.appendNull();
            return;
        }
        Home home = homes.get(value.getClass());
        if (home == null) throw builder.refused("a " + value.getClass().getSimpleName());
        builder.setAmong(home.among);
        home.writer.write(value);
        builder.setAmong(null);
        if (home.among == null) builder.alternative(home.alternatives[0]);
    }

    /** Writes values that all go to the one alternative of this number. */
    public static final class Alternative extends ValueWriter {
        private final int number;
        private final ValueWriter writer;
        private VariantBuilder builder;

        public Alternative(int number, ValueWriter writer) {
            this.number = number;
            this.writer = writer;
        }

        @Override
        public void bind(ColumnBuilder builder) {
            this.builder = (VariantBuilder) builder;
            writer.bind(this.builder.getAlternatives().get(number));
        }

        @Override
        public void write(Object value) {
            if (value == null) {
                builder.appendNull();
                return;
            }
            writer.write(value);
            builder.alternative(number);
        }
    }

    /** Writes the one property of a class as the whole value. */
    public static final class Wrapper extends ValueWriter {
        private final PropertyWriters property;

        public Wrapper(PropertyWriters property) {
            this.property = property;
        }

        @Override
        public void bind(ColumnBuilder builder) {
            property.bind(Collections.singletonList(builder));
        }

        @Override
        public void write(Object value) {
            property.write(value);
        }
    }
}
