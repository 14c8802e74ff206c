package dev.houseflow.jdbc.internal.result;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.internal.rows.FastColumnAccess;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import java.sql.Timestamp;

/**
 * One column of the block at hand, with short ways to the values of the most frequent types. The
 * columns of a row are of many classes, so that a call of one of their methods is one whose target
 * the processor has to guess; an array is not.
 */
final class Cell {
    private static final long LOW = 0xffffffffL;
    private static final long MILLIS = 1000;
    private static final long NANOS = 1_000_000_000;

    /** Seconds up to here have room in milliseconds. */
    private static final long FAR = Long.MAX_VALUE / MILLIS - 1;

    final Column column;
    final ColumnInfo info;

    /** The column of the values that are not NULL. */
    final Column values;

    /** Whether values are texts, which may say numbers. */
    final boolean isText;

    /** The values of an Int64 or a UInt64; else null. */
    final long[] longs;

    /** Those of an Int32 or a UInt32; else null. */
    final int[] ints;

    /** Those of a Float64; else null. */
    final double[] doubles;

    /** Those of a Float32; else null. */
    final float[] floats;

    /** The seconds of a DateTime; else null. */
    final int[] seconds;

    /** How many of a DateTime64's numbers are a second; 0 for any other type. */
    final long perSecond;

    /** Whether {@link #longs} and {@link #ints} have no sign. */
    final boolean isUnsigned;

    private final byte[] nulls;
    private final boolean asksForNull;

    Cell(Column column, ColumnInfo info) {
        this.column = column;
        this.info = info;
        nulls = FastColumnAccess.nulls(column);
        values = FastColumnAccess.values(column);
        asksForNull = nulls == null && FastColumnAccess.mayBeNull(column);
        isText = info.isText();
        long[] signedLongs = FastColumnAccess.longs(values);
        int[] signedInts = FastColumnAccess.ints(values);
        longs = signedLongs == null ? FastColumnAccess.unsignedLongs(values) : signedLongs;
        ints = signedInts == null ? FastColumnAccess.unsignedInts(values) : signedInts;
        isUnsigned = signedLongs == null && signedInts == null;
        doubles = FastColumnAccess.doubles(values);
        floats = FastColumnAccess.floats(values);
        seconds = FastColumnAccess.unsignedSeconds(values);
        perSecond = values.type() instanceof ClickHouseType.DateTime64
                ? power(info.info().scale())
                : 0;
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) power *= 10;
        return power;
    }

    boolean isNull(int row) {
        byte[] marks = nulls;
        return marks != null ? marks[row] != 0 : asksForNull && column.isNull(row);
    }

    /**
     * The moment of a DateTime or a DateTime64; null where a way of its own is not worth the while.
     */
    Timestamp moment(int row) {
        if (seconds != null) return new Timestamp((seconds[row] & LOW) * MILLIS);
        if (perSecond == 0) return null;
        long number = values.getLong(row);
        long second = Math.floorDiv(number, perSecond);
        if (second > FAR || second < -FAR) return null;
        Timestamp moment = new Timestamp(second * MILLIS);
        moment.setNanos((int) ((number - second * perSecond) * (NANOS / perSecond)));
        return moment;
    }

    /** One of {@link #ints} as a number. */
    long ofInts(int row) {
        return isUnsigned ? ints[row] & LOW : ints[row];
    }
}
