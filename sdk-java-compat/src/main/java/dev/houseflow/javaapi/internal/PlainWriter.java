package dev.houseflow.javaapi.internal;

import dev.houseflow.ColumnBuilder;

/** Hands every value to the column's builder just as it is. */
final class PlainWriter extends ValueWriter {
    private ColumnBuilder builder;

    @Override
    void bind(ColumnBuilder builder) {
        this.builder = builder;
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void write(Object value) {
        builder.append(value);
    }

    @Override
    void writeBoolean(boolean value) {
        builder.appendBoolean(value);
    }

    @Override
    void writeByte(byte value) {
        builder.appendByte(value);
    }

    @Override
    void writeShort(short value) {
        builder.appendShort(value);
    }

    @Override
    void writeInt(int value) {
        builder.appendInt(value);
    }

    @Override
    void writeLong(long value) {
        builder.appendLong(value);
    }

    @Override
    void writeFloat(float value) {
        builder.appendFloat(value);
    }

    @Override
    void writeDouble(double value) {
        builder.appendDouble(value);
    }
}
