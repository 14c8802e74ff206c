package dev.houseflow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ConfigurationException;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An embedded server of the test's own, with a user and a password. */
class OtherServerTest {
    private static final EmbeddedClickHouse OWN =
            EmbeddedClickHouse.builder().user("ana", "s3cret").start();

    @RegisterExtension
    static final HouseflowExtension EXTENSION = HouseflowExtension.on(
            TestServer.of(OWN, "ana", "s3cret"), Trade.TABLE, "INSERT INTO trades VALUES (2, 'BTC', 2.5)");

    @AfterAll
    static void stop() {
        OWN.close();
    }

    @Test
    void testsRunThere(
            TestServer server, EmbeddedClickHouse engine, TestDatabase database, ClickHouseAsyncClient client) {
        assertEquals(OWN.endpoint(), server.endpoint());
        assertEquals(OWN, engine);
        database.assertTable("trades").hasRows(Trade.class, Trade.BTC);
        assertEquals(
                List.of(1L),
                client.query("SELECT count() FROM trades", Long.class).join().rows());
        assertFalse(server.toString().contains("s3cret"), server.toString());
    }

    @Test
    void aServerByItsUrlIsNotEmbedded() {
        TestServer byUrl = TestServer.at(OWN.endpoint(), "ana", "s3cret");
        assertTrue(byUrl.embeddedServer().isEmpty());
        TestDatabase database = byUrl.freshDatabase();
        database.execute("CREATE TABLE t (x UInt8) ENGINE Memory");
        database.close();
        database.close();
        assertThrows(ConfigurationException.class, database::kotlinClient);
        try (ClickHouseAsyncClient outside = byUrl.client().build()) {
            assertFalse(
                    outside.query("SHOW DATABASES", String.class).join().rows().contains(database.name()));
        }
    }

    @Test
    void aWrongPasswordIsTold() {
        TestServer wrong = TestServer.at(OWN.endpoint(), "ana", "wrong");
        ClickHouseException error = assertThrows(ClickHouseException.class, wrong::freshDatabase);
        assertTrue(error.getMessage().contains("516"), error.getMessage());
        assertTrue(List.of(error.getSuppressed()).stream()
                .flatMap(it -> List.of(it.getStackTrace()).stream())
                .anyMatch(frame -> frame.getClassName().equals(OtherServerTest.class.getName())));
    }
}
