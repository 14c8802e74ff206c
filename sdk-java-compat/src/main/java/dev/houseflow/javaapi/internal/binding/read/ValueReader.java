package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;

/**
 * Reads the values of one column as one Java type. {@link #bind} gives it the column of the current
 * block; composite readers pass parts of it on to the readers of their elements. Not thread-safe.
 *
 * <p>A property of a primitive type is read by the function of that type, so that nothing is boxed;
 * everything else by {@link #read}.
 */
public abstract class ValueReader {
    public abstract void bind(Column column);

    /** The value as an object; {@code null} for NULL. */
    public abstract Object read(int row);

    public boolean readBoolean(int row) {
        return (Boolean) read(row);
    }

    public byte readByte(int row) {
        return (Byte) read(row);
    }

    public short readShort(int row) {
        return (Short) read(row);
    }

    public int readInt(int row) {
        return (Integer) read(row);
    }

    public long readLong(int row) {
        return (Long) read(row);
    }

    public float readFloat(int row) {
        return (Float) read(row);
    }

    public double readDouble(int row) {
        return (Double) read(row);
    }
}
