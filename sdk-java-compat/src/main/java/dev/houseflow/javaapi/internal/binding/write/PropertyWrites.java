package dev.houseflow.javaapi.internal.binding.write;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.codec.NativeBuilder;
import dev.houseflow.internal.rows.FastAppend;
import dev.houseflow.javaapi.internal.binding.shape.Handles;
import java.lang.invoke.MethodHandle;

/** How the value of one property gets into its column: a primitive without becoming an object. */
public final class PropertyWrites {
    private PropertyWrites() {}

    /** What values of one property are given to. */
    public enum WriteMode {
        /**
         * The builder of the column, a text to be looked at later; see
         * {@link NativeBuilder#appendDeferred}.
         */
        DEFERRED,
        /** The builder. */
        AT_ONCE,
        /** A {@link ValueWriter}. */
        BY_WRITER
    }

    /** {@code (Object target, value) -> void}. */
    public static MethodHandle of(Class<?> value, WriteMode mode) {
        if (mode == WriteMode.DEFERRED) {
            return Handles.find(
                    PropertyWrites.class, "appendDeferred", methodType(void.class, Object.class, String.class));
        }
        boolean plain = mode == WriteMode.AT_ONCE;
        Class<?> seen = Handles.isPrimitive(value) ? value : value == String.class ? String.class : Object.class;
        String name = plain ? "append" : "write";
        if (!plain && seen == String.class) seen = Object.class;
        return Handles.find(PropertyWrites.class, name, methodType(void.class, Object.class, seen))
                .asType(methodType(void.class, Object.class, value));
    }

    public static void appendDeferred(Object builder, String value) {
        ((NativeBuilder) builder).appendDeferred(value);
    }

    public static void append(Object builder, String value) {
        FastAppend.appendText((ColumnBuilder) builder, value);
    }

    public static void append(Object builder, Object value) {
        FastAppend.append((ColumnBuilder) builder, value);
    }

    public static void append(Object builder, long value) {
        FastAppend.appendLong((ColumnBuilder) builder, value);
    }

    public static void append(Object builder, int value) {
        FastAppend.appendInt((ColumnBuilder) builder, value);
    }

    public static void append(Object builder, double value) {
        FastAppend.appendDouble((ColumnBuilder) builder, value);
    }

    public static void append(Object builder, float value) {
        ((ColumnBuilder) builder).appendFloat(value);
    }

    public static void append(Object builder, short value) {
        ((ColumnBuilder) builder).appendShort(value);
    }

    public static void append(Object builder, byte value) {
        ((ColumnBuilder) builder).appendByte(value);
    }

    public static void append(Object builder, boolean value) {
        ((ColumnBuilder) builder).appendBoolean(value);
    }

    public static void write(Object writer, Object value) {
        ((ValueWriter) writer).write(value);
    }

    public static void write(Object writer, long value) {
        ((ValueWriter) writer).writeLong(value);
    }

    public static void write(Object writer, int value) {
        ((ValueWriter) writer).writeInt(value);
    }

    public static void write(Object writer, double value) {
        ((ValueWriter) writer).writeDouble(value);
    }

    public static void write(Object writer, float value) {
        ((ValueWriter) writer).writeFloat(value);
    }

    public static void write(Object writer, short value) {
        ((ValueWriter) writer).writeShort(value);
    }

    public static void write(Object writer, byte value) {
        ((ValueWriter) writer).writeByte(value);
    }

    public static void write(Object writer, boolean value) {
        ((ValueWriter) writer).writeBoolean(value);
    }
}
