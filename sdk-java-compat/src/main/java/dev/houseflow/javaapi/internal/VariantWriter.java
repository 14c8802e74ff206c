package dev.houseflow.javaapi.internal;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.NativeBuilder;
import dev.houseflow.internal.codec.VariantBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Writes the objects of a sealed type as {@code Variant}: each subclass to the alternative that it stands for. */
final class VariantWriter extends ValueWriter {
    /** Where the objects of one class go. */
    static final class Home {
        final int alternative;
        final ValueWriter writer;

        Home(int alternative, ValueWriter writer) {
            this.alternative = alternative;
            this.writer = writer;
        }
    }

    private final Map<Class<?>, Home> homes;
    private VariantBuilder builder;

    VariantWriter(Map<Class<?>, Home> homes) {
        this.homes = homes;
    }

    @Override
    void bind(ColumnBuilder builder) {
        this.builder = (VariantBuilder) builder;
        List<NativeBuilder> alternatives = this.builder.getAlternatives();
        for (Home home : homes.values()) home.writer.bind(alternatives.get(home.alternative));
    }

    @Override
    void write(Object value) {
        if (value == null) {
            builder.appendNull();
            return;
        }
        Home home = homes.get(value.getClass());
        if (home == null) throw builder.refused("a " + value.getClass().getSimpleName());
        home.writer.write(value);
        builder.alternative(home.alternative);
    }

    /** Writes the one property of a class as the whole value. */
    static final class Wrapper extends ValueWriter {
        private final PropertyWriters property;

        Wrapper(PropertyWriters property) {
            this.property = property;
        }

        @Override
        void bind(ColumnBuilder builder) {
            property.bind(Collections.singletonList(builder));
        }

        @Override
        void write(Object value) {
            property.write(value);
        }
    }
}
