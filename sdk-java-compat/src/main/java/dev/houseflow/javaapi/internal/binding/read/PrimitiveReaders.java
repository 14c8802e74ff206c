package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.codec.NullableColumn;
import dev.houseflow.internal.rows.FastColumnAccess;

/** Readers of the primitive types and their boxes: straight from the column's arrays or getters. */
public final class PrimitiveReaders {
    private PrimitiveReaders() {}

    /**
     * The reader of {@code type}, a primitive type or a box of one, or {@code null} for any other
     * class.
     */
    public static ValueReader of(Class<?> type, BindingPath path) {
        if (type == long.class || type == Long.class) return new OfLong(path);
        if (type == int.class || type == Integer.class) return new OfInt(path);
        if (type == double.class || type == Double.class) return new OfDouble(path);
        if (type == float.class || type == Float.class) return new OfFloat(path);
        if (type == short.class || type == Short.class) return new OfShort(path);
        if (type == byte.class || type == Byte.class) return new OfByte(path);
        if (type == boolean.class || type == Boolean.class) return new OfBoolean(path);
        return null;
    }

    /**
     * What the seven have in common. The unboxed functions refuse NULL, the boxed one gives
     * {@code null}.
     */
    private abstract static class Base extends ValueReader {
        public final BindingPath path;
        public Column column;

        /**
         * The column, or what stands inside of its Nullable: whose rows that are not NULL have the
         * values.
         */
        public Column values;

        /** The box of the primitive type, which holds NULL too. */
        private final String box;

        public Base(BindingPath path, String box) {
            this.path = path;
            this.box = box;
        }

        @Override
        public void bind(Column column) {
            this.column = column;
            values = column instanceof NullableColumn ? ((NullableColumn) column).getInner() : column;
        }

        public final boolean isNull(int row) {
            return FastColumnAccess.isNull(column, row);
        }

        public final void refuseNull(int row) {
            if (isNull(row)) throw path.refusesNull(column, row, box);
        }
    }

    public static final class OfLong extends Base {
        /** Those of a column that has nothing else. */
        private long[] all;

        /** Those of a column that has nothing but them and NULL. */
        private long[] some;

        public OfLong(BindingPath path) {
            super(path, "Long");
        }

        @Override
        public void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.longs(values);
            all = values == column ? some : null;
        }

        @Override
        public Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getLong(row);
        }

        @Override
        public long readLong(int row) {
            long[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getLong(row);
        }
    }

    public static final class OfInt extends Base {
        /** Those of a column that has nothing else. */
        private int[] all;

        /** Those of a column that has nothing but them and NULL. */
        private int[] some;

        public OfInt(BindingPath path) {
            super(path, "Integer");
        }

        @Override
        public void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.ints(values);
            all = values == column ? some : null;
        }

        @Override
        public Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getInt(row);
        }

        @Override
        public int readInt(int row) {
            int[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getInt(row);
        }
    }

    public static final class OfDouble extends Base {
        /** Those of a column that has nothing else. */
        private double[] all;

        /** Those of a column that has nothing but them and NULL. */
        private double[] some;

        public OfDouble(BindingPath path) {
            super(path, "Double");
        }

        @Override
        public void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.doubles(values);
            all = values == column ? some : null;
        }

        @Override
        public Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getDouble(row);
        }

        @Override
        public double readDouble(int row) {
            double[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getDouble(row);
        }
    }

    public static final class OfFloat extends Base {
        /** Those of a column that has nothing else. */
        private float[] all;

        /** Those of a column that has nothing but them and NULL. */
        private float[] some;

        public OfFloat(BindingPath path) {
            super(path, "Float");
        }

        @Override
        public void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.floats(values);
            all = values == column ? some : null;
        }

        @Override
        public Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getFloat(row);
        }

        @Override
        public float readFloat(int row) {
            float[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getFloat(row);
        }
    }

    public static final class OfShort extends Base {
        public OfShort(BindingPath path) {
            super(path, "Short");
        }

        @Override
        public Object read(int row) {
            return isNull(row) ? null : values.getShort(row);
        }

        @Override
        public short readShort(int row) {
            refuseNull(row);
            return values.getShort(row);
        }
    }

    public static final class OfByte extends Base {
        public OfByte(BindingPath path) {
            super(path, "Byte");
        }

        @Override
        public Object read(int row) {
            return isNull(row) ? null : values.getByte(row);
        }

        @Override
        public byte readByte(int row) {
            refuseNull(row);
            return values.getByte(row);
        }
    }

    public static final class OfBoolean extends Base {
        public OfBoolean(BindingPath path) {
            super(path, "Boolean");
        }

        @Override
        public Object read(int row) {
            return isNull(row) ? null : values.getBoolean(row);
        }

        @Override
        public boolean readBoolean(int row) {
            refuseNull(row);
            return values.getBoolean(row);
        }
    }
}
