package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A result that takes its server a minute, and of which each row is as large as the buffer from which it sends. */
@ExtendWith(Jdbc.class)
class SlowResultTest {
    @Test
    void itsFirstRowsAreThereWhileTheServerStillMakesTheOthers() throws SQLException {
        try (Connection connection = Jdbc.connect("compression=none");
                Connection other = Jdbc.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT number, repeat('x', 1000000), repeat('y', 1000000), sleepEachRow(0.5) FROM numbers(120) SETTINGS max_block_size = 1")) {
            for (int i = 0; i < 3; i++) {
                assertTrue(rows.next());
                assertEquals(i, rows.getInt(1));
            }
            String id = statement.unwrap(HouseflowStatement.class).queryId();
            long running = Jdbc.first(
                    other,
                    "SELECT count() FROM system.processes WHERE query_id = '" + id + "'",
                    found -> found.getLong(1));
            assertEquals(1, running, "the query is under way");
        }
    }
}
