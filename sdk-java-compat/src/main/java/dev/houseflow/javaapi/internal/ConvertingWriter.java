package dev.houseflow.javaapi.internal;

import dev.houseflow.ColumnBuilder;
import java.util.function.Function;

/** Turns every value that is not {@code null} into something else and hands that to another writer. */
final class ConvertingWriter extends ValueWriter {
    private final Function<Object, Object> conversion;
    private final ValueWriter writer;

    ConvertingWriter(Function<Object, Object> conversion, ValueWriter writer) {
        this.conversion = conversion;
        this.writer = writer;
    }

    @Override
    void bind(ColumnBuilder builder) {
        writer.bind(builder);
    }

    @Override
    void write(Object value) {
        writer.write(value == null ? null : conversion.apply(value));
    }
}
