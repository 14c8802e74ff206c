package dev.houseflow.benchmarks.clients;

import dev.houseflow.Column;
import dev.houseflow.benchmarks.shapes.Checksum;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Consumes every value of one column of one block and returns their share of the checksum. */
public interface ColumnLoop {
    long sum(Column column, int rows);

    /**
     * A copy of {@code loop} for columns of {@code type} alone. Code written for one table has one
     * loop for each of its columns, which the JVM compiles for that column's class; one loop for
     * all of them would measure the JVM's dispatch instead.
     */
    static ColumnLoop of(Class<? extends ColumnLoop> loop, String type) {
        return Copies.MADE.computeIfAbsent(loop.getSimpleName() + " " + type, any -> CodeCopy.of(loop));
    }

    /** The copies that there are. */
    final class Copies {
        private static final Map<String, ColumnLoop> MADE = new ConcurrentHashMap<>();

        private Copies() {}
    }

    final class Longs implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getLong(row));
            }
            return sum;
        }
    }

    final class Ints implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getInt(row));
            }
            return sum;
        }
    }

    final class Doubles implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getDouble(row));
            }
            return sum;
        }
    }

    final class Floats implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getFloat(row));
            }
            return sum;
        }
    }

    final class Booleans implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getBoolean(row));
            }
            return sum;
        }
    }

    final class Strings implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getString(row));
            }
            return sum;
        }
    }

    /** Text as bytes. */
    final class Bytes implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getByteBuffer(row));
            }
            return sum;
        }
    }

    final class Instants implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.of(column.getInstant(row));
            }
            return sum;
        }
    }

    final class NullableLongs implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += column.isNull(row) ? Checksum.OF_NULL : Checksum.of(column.getLong(row));
            }
            return sum;
        }
    }

    final class NullableDoubles implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += column.isNull(row) ? Checksum.OF_NULL : Checksum.of(column.getDouble(row));
            }
            return sum;
        }
    }

    final class NullableStrings implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += column.isNull(row) ? Checksum.OF_NULL : Checksum.of(column.getString(row));
            }
            return sum;
        }
    }

    /** Text as bytes. */
    final class NullableBytes implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += column.isNull(row) ? Checksum.OF_NULL : Checksum.of(column.getByteBuffer(row));
            }
            return sum;
        }
    }

    final class NullableInstants implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += column.isNull(row) ? Checksum.OF_NULL : Checksum.of(column.getInstant(row));
            }
            return sum;
        }
    }

    final class Arrays implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.ofStrings(column.getList(row));
            }
            return sum;
        }
    }

    final class Maps implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.ofCounts(column.getMap(row));
            }
            return sum;
        }
    }

    final class Tuples implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.ofTuple(column.getList(row));
            }
            return sum;
        }
    }

    final class Documents implements ColumnLoop {
        @Override
        public long sum(Column column, int rows) {
            long sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Checksum.ofDocument((Map<?, ?>) column.get(row));
            }
            return sum;
        }
    }
}
