package dev.houseflow.benchmarks.clients;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Code that reads the values of a row one after the other, as one writes it for one table: a call
 * for each column. A loop over the columns that chooses what to call would be measured with them,
 * and takes a quarter of the time of a row whose values are there already.
 */
public final class RowCode {
    private static final MethodHandle OF;
    private static final MethodHandle ADD;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            OF = lookup.findVirtual(Value.class, "of", MethodType.methodType(long.class, Object.class, int.class));
            ADD = lookup.findStatic(Long.class, "sum", MethodType.methodType(long.class, long.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The share in the checksum of the value of one column, from 0. */
    interface Value<R> {
        long of(R row, int column) throws Exception;
    }

    private RowCode() {}

    /**
     * The sum of the {@code values}, one for each column: a handle of type {@code (R) -> long}, for
     * {@code invokeExact}.
     */
    public static <R> MethodHandle of(Class<R> row, List<? extends Value<R>> values) {
        return sum(row, values, 0, values.size());
    }

    private static <R> MethodHandle sum(Class<R> row, List<? extends Value<R>> values, int from, int to) {
        if (to - from == 1) {
            return MethodHandles.insertArguments(OF.bindTo(values.get(from)), 1, from)
                    .asType(MethodType.methodType(long.class, row));
        }
        int middle = (from + to) >>> 1;
        MethodHandle rest = MethodHandles.collectArguments(ADD, 1, sum(row, values, middle, to));
        return MethodHandles.foldArguments(rest, sum(row, values, from, middle));
    }
}
