package dev.houseflow.javaapi.internal;

import dev.houseflow.Column;

/** Readers of the primitive types and their boxes: straight from the column's own getters. */
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

        Base(Place place) {
            this.place = place;
        }

        @Override
        final void bind(Column column) {
            this.column = column;
        }

        final void refuseNull(int row) {
            if (column.isNull(row)) throw place.refusesNull(column, row);
        }
    }

    private static final class OfLong extends Base {
        OfLong(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return column.isNull(row) ? null : column.getLong(row);
        }

        @Override
        long readLong(int row) {
            refuseNull(row);
            return column.getLong(row);
        }
    }

    private static final class OfInt extends Base {
        OfInt(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return column.isNull(row) ? null : column.getInt(row);
        }

        @Override
        int readInt(int row) {
            refuseNull(row);
            return column.getInt(row);
        }
    }

    private static final class OfDouble extends Base {
        OfDouble(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return column.isNull(row) ? null : column.getDouble(row);
        }

        @Override
        double readDouble(int row) {
            refuseNull(row);
            return column.getDouble(row);
        }
    }

    private static final class OfFloat extends Base {
        OfFloat(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return column.isNull(row) ? null : column.getFloat(row);
        }

        @Override
        float readFloat(int row) {
            refuseNull(row);
            return column.getFloat(row);
        }
    }

    private static final class OfShort extends Base {
        OfShort(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return column.isNull(row) ? null : column.getShort(row);
        }

        @Override
        short readShort(int row) {
            refuseNull(row);
            return column.getShort(row);
        }
    }

    private static final class OfByte extends Base {
        OfByte(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return column.isNull(row) ? null : column.getByte(row);
        }

        @Override
        byte readByte(int row) {
            refuseNull(row);
            return column.getByte(row);
        }
    }

    private static final class OfBoolean extends Base {
        OfBoolean(Place place) {
            super(place);
        }

        @Override
        Object read(int row) {
            return column.isNull(row) ? null : column.getBoolean(row);
        }

        @Override
        boolean readBoolean(int row) {
            refuseNull(row);
            return column.getBoolean(row);
        }
    }
}
