package dev.houseflow.javaapi.internal.binding.read;

import static java.lang.invoke.MethodType.methodType;

import dev.houseflow.javaapi.internal.binding.shape.Handles;
import java.lang.invoke.MethodHandle;

/**
 * How the value of one property is asked of its reader. A primitive property, and a text, has one
 * class of reader only, which is named here, so that the call needs no search for its target.
 */
public final class PropertyReads {
    private PropertyReads() {}

    /** {@code (ValueReader, int row) -> result}, for a property of {@code type}. */
    public static MethodHandle of(Class<?> type, Class<?> result) {
        if (Handles.isPrimitive(type)) {
            return Handles.find(PropertyReads.class, "read", methodType(type, readerOf(type), int.class))
                    .asType(methodType(result, ValueReader.class, int.class));
        }
        String name = type == String.class ? "readText" : "readObject";
        return Handles.find(PropertyReads.class, name, methodType(Object.class, ValueReader.class, int.class))
                .asType(methodType(result, ValueReader.class, int.class));
    }

    private static Class<?> readerOf(Class<?> type) {
        if (type == long.class) return PrimitiveReaders.OfLong.class;
        if (type == int.class) return PrimitiveReaders.OfInt.class;
        if (type == double.class) return PrimitiveReaders.OfDouble.class;
        if (type == float.class) return PrimitiveReaders.OfFloat.class;
        if (type == short.class) return PrimitiveReaders.OfShort.class;
        if (type == byte.class) return PrimitiveReaders.OfByte.class;
        return PrimitiveReaders.OfBoolean.class;
    }

    public static long read(PrimitiveReaders.OfLong reader, int row) {
        return reader.readLong(row);
    }

    public static int read(PrimitiveReaders.OfInt reader, int row) {
        return reader.readInt(row);
    }

    public static double read(PrimitiveReaders.OfDouble reader, int row) {
        return reader.readDouble(row);
    }

    public static float read(PrimitiveReaders.OfFloat reader, int row) {
        return reader.readFloat(row);
    }

    public static short read(PrimitiveReaders.OfShort reader, int row) {
        return reader.readShort(row);
    }

    public static byte read(PrimitiveReaders.OfByte reader, int row) {
        return reader.readByte(row);
    }

    public static boolean read(PrimitiveReaders.OfBoolean reader, int row) {
        return reader.readBoolean(row);
    }

    public static Object readText(ValueReader reader, int row) {
        return reader instanceof TextReader ? ((TextReader) reader).read(row) : reader.read(row);
    }

    public static Object readObject(ValueReader reader, int row) {
        return reader.read(row);
    }
}
