package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;

/** Hands every value to the column's builder just as it is. */
public final class PlainWriter extends ValueWriter {
    private ColumnBuilder builder;

    @Override
    public void bind(ColumnBuilder builder) {
        this.builder = builder;
    }

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public void write(Object value) {
        builder.append(value);
    }

    @Override
    public void writeBoolean(boolean value) {
        builder.appendBoolean(value);
    }

    @Override
    public void writeByte(byte value) {
        builder.appendByte(value);
    }

    @Override
    public void writeShort(short value) {
        builder.appendShort(value);
    }

    @Override
    public void writeInt(int value) {
        builder.appendInt(value);
    }

    @Override
    public void writeLong(long value) {
        builder.appendLong(value);
    }

    @Override
    public void writeFloat(float value) {
        builder.appendFloat(value);
    }

    @Override
    public void writeDouble(double value) {
        builder.appendDouble(value);
    }
}
