package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import java.util.function.Function;

/**
 * Turns every value that is not {@code null} into something else and hands that to another writer.
 */
public final class ConvertingWriter extends ValueWriter {
    private final Function<Object, Object> conversion;
    private final ValueWriter writer;

    public ConvertingWriter(Function<Object, Object> conversion, ValueWriter writer) {
        this.conversion = conversion;
        this.writer = writer;
    }

    @Override
    public void bind(ColumnBuilder builder) {
        writer.bind(builder);
    }

    @Override
    public void write(Object value) {
        writer.write(value == null ? null : conversion.apply(value));
    }
}
