package dev.houseflow.jdbc;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection of this driver; {@code unwrap(HouseflowConnection.class)} gives it. */
public interface HouseflowConnection extends Connection {
    /**
     * The client that this connection calls, in its session if it has one. It is shared with other
     * connections and belongs to the driver: do not close it.
     *
     * @throws SQLException when the connection is closed.
     */
    ClickHouseAsyncClient client() throws SQLException;
}
