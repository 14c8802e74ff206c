package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.NullableBuilder;

/**
 * What writers of several values have in common: NULL, and the Nullable around the builder that
 * they fill.
 */
public abstract class CompositeWriter extends ValueWriter {
    private ColumnBuilder outer;
    private NullableBuilder nullable;

    @Override
    public final void bind(ColumnBuilder builder) {
        outer = builder;
        nullable = builder instanceof NullableBuilder ? (NullableBuilder) builder : null;
        bindParts(nullable == null ? builder : nullable.getInner());
    }

    @Override
    public final void write(Object value) {
        if (value == null) {
            outer.appendNull();
            return;
        }
        writeParts(value);
        if (nullable != null) nullable.beginValue();
    }

    /** {@code builder} is the one inside Nullable. */
    public abstract void bindParts(ColumnBuilder builder);

    /** Writes one whole row into the builder of {@link #bindParts}. */
    public abstract void writeParts(Object value);
}
