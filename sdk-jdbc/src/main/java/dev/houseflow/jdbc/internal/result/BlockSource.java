package dev.houseflow.jdbc.internal.result;

import dev.houseflow.Block;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import java.sql.SQLException;
import java.util.List;

/** Where the blocks of one result come from. */
public interface BlockSource {
    /** The next block with rows; null at the end. */
    Block next() throws SQLException;

    /** The columns of a result in which there was no block. */
    List<ColumnInfo> columns() throws SQLException;

    /** The id of the query; null where there is none. */
    String queryId();

    /** Ends the query. From any thread, and more than once. */
    void close();
}
