package dev.houseflow.jdbc;

import dev.houseflow.Block;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A result of this driver; {@code unwrap(HouseflowResultSet.class)} gives it. */
public interface HouseflowResultSet extends ResultSet {
    /**
     * The block that holds the current row, for columns whose arrays are to be read at once.
     *
     * @throws SQLException before the first row, after the last one, and when the result is closed.
     */
    Block block() throws SQLException;

    /**
     * The current row in {@link #block()}, from 0.
     *
     * @throws SQLException likewise.
     */
    int rowInBlock() throws SQLException;

    /** The id of the query that this is the result of; null for what came from no query. */
    String queryId();
}
