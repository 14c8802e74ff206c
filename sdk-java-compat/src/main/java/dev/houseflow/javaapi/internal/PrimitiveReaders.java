package dev.houseflow.javaapi.internal;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.NullableColumn;
import dev.houseflow.internal.rows.FastColumnAccess;

/** Readers of the primitive types and their boxes: straight from the column's arrays or getters. */
final class PrimitiveReaders {
    private PrimitiveReaders() {}

    /** The reader of {@code type}, a primitive type or a box of one, or {@code null} for any other class. */
    static ValueReader of(Class<?> type, Place place) {
        if (type == long.class || type == Long.class) return new OfLong(place);
        if (type == int.class || type == Integer.class) return new OfInt(place);
        if (type == double.class || type == Double.class) return new OfDouble(place);
        if (type == float.class || type == Float.class) return new OfFloat(place);
        if (type == short.class || type == Short.class) return new OfShort(place);
        if (type == byte.class || type == Byte.class) return new OfByte(place);
        if (type == boolean.class || type == Boolean.class) return new OfBoolean(place);
        return null;
    }

    /** What the seven have in common. The unboxed functions refuse NULL, the boxed one gives {@code null}. */
    private abstract static class Base extends ValueReader {
        final Place place;
        Column column;

        /** The column, or what stands inside of its Nullable: whose rows that are not NULL have the values. */
        Column values;

        Base(Place place) {
            this.place = place;
        }

        @Override
        void bind(Column column) {
            this.column = column;
            values = column instanceof NullableColumn ? ((NullableColumn) column).getInner() : column;
        }

        final boolean isNull(int row) {
            return FastColumnAccess.isNull(column, row);
        }

        final void refuseNull(int row) {
            if (isNull(row)) throw place.refusesNull(column, row);
        }
    }

    static final class OfLong extends Base {
        /** Those of a column that has nothing else. */
        private long[] all;

        /** Those of a column that has nothing but them and NULL. */
        private long[] some;

        OfLong(Place place) {
            super(place);
        }

        @Override
        void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.longs(values);
            all = values == column ? some : null;
        }

        @Override
        Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getLong(row);
        }

        @Override
        long readLong(int row) {
            long[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getLong(row);
        }
    }

    static final class OfInt extends Base {
        /** Those of a column that has nothing else. */
        private int[] all;

        /** Those of a column that has nothing but them and NULL. */
        private int[] some;

        OfInt(Place place) {
            super(place);
        }

        @Override
        void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.ints(values);
            all = values == column ? some : null;
        }

        @Override
        Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getInt(row);
        }

        @Override
        int readInt(int row) {
            int[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getInt(row);
        }
    }

    static final class OfDouble extends Base {
        /** Those of a column that has nothing else. */
        private double[] all;

        /** Those of a column that has nothing but them and NULL. */
        private double[] some;

        OfDouble(Place place) {
            super(place);
        }

        @Override
        void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.doubles(values);
            all = values == column ? some : null;
        }

        @Override
        Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getDouble(row);
        }

        @Override
        double readDouble(int row) {
            double[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getDouble(row);
        }
    }

    static final class OfFloat extends Base {
        /** Those of a column that has nothing else. */
        private float[] all;

        /** Those of a column that has nothing but them and NULL. */
        private float[] some;

        OfFloat(Place place) {
            super(place);
        }

        @Override
        void bind(Column column) {
            super.bind(column);
            some = FastColumnAccess.floats(values);
            all = values == column ? some : null;
        }

        @Override
        Object read(int row) {
            if (all != null) return all[row];
            if (isNull(row)) return null;
            return some != null ? some[row] : values.getFloat(row);
        }

        @Override
        float readFloat(int row) {
            float[] all = this.all;
            if (all != null) return all[row];
            refuseNull(row);
            return values.getFloat(row);
        }
    }

    static final class OfShort extends Base {
        OfShort(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return isNull(row) ? null : values.getShort(row);
        }

        @Override
        short readShort(int row) {
            refuseNull(row);
            return values.getShort(row);
        }
    }

    static final class OfByte extends Base {
        OfByte(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return isNull(row) ? null : values.getByte(row);
        }

        @Override
        byte readByte(int row) {
            refuseNull(row);
            return values.getByte(row);
        }
    }

    static final class OfBoolean extends Base {
        OfBoolean(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return isNull(row) ? null : values.getBoolean(row);
        }

        @Override
        boolean readBoolean(int row) {
            refuseNull(row);
            return values.getBoolean(row);
        }
    }
}
