package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;

/**
 * Appends the values of one Java type to one column. {@link #bind} gives it the builder of the
 * current block. Not thread-safe.
 *
 * <p>A property of a primitive type is written by the function of that type, so that nothing is
 * boxed; everything else by {@link #write}.
 */
public abstract class ValueWriter {
    public abstract void bind(ColumnBuilder builder);

    /** Appends {@code value}; {@code null} is NULL. */
    public abstract void write(Object value);

    /**
     * Whether the column's builder takes every value just as it is, so that a container of such
     * values can be handed over whole.
     */
    public boolean isPlain() {
        return false;
    }

    public void writeBoolean(boolean value) {
        write(value);
    }

    public void writeByte(byte value) {
        write(value);
    }

    public void writeShort(short value) {
        write(value);
    }

    public void writeInt(int value) {
        write(value);
    }

    public void writeLong(long value) {
        write(value);
    }

    public void writeFloat(float value) {
        write(value);
    }

    public void writeDouble(double value) {
        write(value);
    }
}
