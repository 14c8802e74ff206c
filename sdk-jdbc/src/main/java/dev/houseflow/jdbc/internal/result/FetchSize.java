package dev.houseflow.jdbc.internal.result;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;

/**
 * What a caller has set as the fetch size: kept, and nothing else, since every result is a stream.
 */
public final class FetchSize {
    private int rows;

    public int get() {
        return rows;
    }

    /** {@link Integer#MIN_VALUE}, by which MySQL's driver is told to stream, is as good as 0. */
    public void set(int size) throws SQLException {
        if (size < 0 && size != Integer.MIN_VALUE)
            throw SqlErrors.argument("The fetch size is " + size + "; give 0 or more");
        rows = Math.max(0, size);
    }
}
