package dev.houseflow.jdbc.internal.statement;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** Counts of batches, and their failures. */
final class Batches {
    /** Runs one statement of a batch and says its count. */
    interface One {
        long run(int index) throws SQLException;
    }

    /** Runs a batch. */
    interface Whole {
        long[] run() throws SQLException;
    }

    private Batches() {}

    /** The counts as ints. */
    static int[] ints(Whole batch) throws SQLException {
        long[] counts = batch.run();
        int[] out = new int[counts.length];
        for (int i = 0; i < out.length; i++) out[i] = (int) Math.min(Integer.MAX_VALUE, counts[i]);
        return out;
    }

    /** Runs {@code size} statements in order, up to the first that fails. */
    static long[] oneByOne(int size, One one) throws SQLException {
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            try {
                counts[i] = one.run(i);
            } catch (SQLException e) {
                throw failure(
                        "Statement " + (i + 1) + " of the batch of " + size
                                + " failed, those before it were executed, it and those behind it " + "were not: "
                                + e.getMessage(),
                        Arrays.copyOf(counts, i),
                        e);
            }
        }
        return counts;
    }

    /** The failure of a batch whose first {@code counts} were executed. */
    static BatchUpdateException failure(String message, long[] counts, SQLException e) {
        BatchUpdateException failure = new BatchUpdateException(message, e.getSQLState(), e.getErrorCode(), counts, e);
        failure.setNextException(e);
        return failure;
    }

    /** The failure of {@code rows} that went together. */
    static BatchUpdateException failedTogether(int done, int rows, int total, SQLException e) {
        long[] counts = new long[done + rows];
        Arrays.fill(counts, 0, done, 1);
        Arrays.fill(counts, done, counts.length, Statement.EXECUTE_FAILED);
        String which = done == 0 && rows == total
                ? "The batch failed, and none of its " + total + " rows is known to be written: "
                : "Rows " + (done + 1) + " to " + (done + rows) + " of the batch of " + total
                        + " failed, and none of them is known to be "
                        + "written; those before them are, those behind them were not sent: ";
        return failure(which + e.getMessage(), counts, e);
    }
}
