package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.ArrayColumn;
import dev.houseflow.javaapi.internal.binding.shape.Columns;
import java.lang.reflect.Array;

/** Reads {@code Array} as a Java array; those of primitives without boxing. */
public final class ArrayReader extends ValueReader {
    private final Class<?> component;
    private final ValueReader element;
    private ArrayColumn column;

    public ArrayReader(Class<?> component, ValueReader element) {
        this.component = component;
        this.element = element;
    }

    @Override
    public void bind(Column column) {
        this.column = Columns.array(column);
        element.bind(this.column.getElements());
    }

    @Override
    public Object read(int row) {
        int start = column.start(row);
        int length = column.end(row) - start;
        if (component == long.class) {
            long[] values = new long[length];
            for (int i = 0; i < length; i++) values[i] = element.readLong(start + i);
            return values;
        }
        if (component == int.class) {
            int[] values = new int[length];
            for (int i = 0; i < length; i++) values[i] = element.readInt(start + i);
            return values;
        }
        if (component == double.class) {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) values[i] = element.readDouble(start + i);
            return values;
        }
        if (component == float.class) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) values[i] = element.readFloat(start + i);
            return values;
        }
        if (component == short.class) {
            short[] values = new short[length];
            for (int i = 0; i < length; i++) values[i] = element.readShort(start + i);
            return values;
        }
        if (component == byte.class) {
            byte[] values = new byte[length];
            for (int i = 0; i < length; i++) values[i] = element.readByte(start + i);
            return values;
        }
        if (component == boolean.class) {
            boolean[] values = new boolean[length];
            for (int i = 0; i < length; i++) values[i] = element.readBoolean(start + i);
            return values;
        }
        Object[] values = (Object[]) Array.newInstance(component, length);
        for (int i = 0; i < length; i++) values[i] = element.read(start + i);
        return values;
    }
}
