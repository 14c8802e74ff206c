package dev.houseflow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@HouseflowTest(statements = Trade.TABLE)
class HouseflowTestTest {
    private static final Set<String> SEEN = new HashSet<>();
    private static TestServer server;

    private TestDatabase before;

    @BeforeAll
    static void serverIsThereBeforeAnyTest(TestServer shared, EmbeddedClickHouse engine) {
        server = shared;
        assertEquals(shared.endpoint(), engine.endpoint());
        assertSame(TestServer.embedded(), shared);
    }

    @BeforeEach
    void sameDatabaseAsTheTest(TestDatabase database) {
        before = database;
    }

    @RepeatedTest(2)
    void eachTestHasAFreshDatabaseWithItsTables(TestDatabase database, ClickHouseAsyncClient client) {
        assertSame(before, database);
        assertSame(database.client(), client);
        assertTrue(SEEN.add(database.name()), "used by another test: " + database.name());
        database.assertTable("trades").isEmpty();
        client.insert("trades", List.of(Trade.ETH), Trade.class).join();
        database.assertTable("trades").hasRows(Trade.class, Trade.ETH);
        assertEquals(
                List.of(database.name()),
                client.query("SELECT currentDatabase()", String.class).join().rows());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void parametersOfOthersStandBeside(int count, TestDatabase database) {
        for (int i = 0; i < count; i++) database.load("trades", List.of(Trade.BTC), Trade.class);
        database.assertTable("trades").hasRowCount(count);
    }

    @Test
    void theKotlinClientIsInTheSameDatabase(ClickHouseClient kotlin, TestDatabase database) {
        assertSame(kotlin, database.kotlinClient());
        assertTrue(kotlin.toString().contains(server.endpoint()), kotlin.toString());
    }

    @Nested
    @HouseflowTest(statements = "INSERT INTO trades VALUES (1, 'ETH', 1.5)")
    class Inside {
        @Test
        void statementsOfTheOuterClassRunFirst(TestDatabase database) {
            database.assertTable("trades").hasRows(Trade.class, Trade.ETH);
        }
    }

    @AfterAll
    static void databasesAreDroppedBehindTheirTests() {
        try (ClickHouseAsyncClient outside = server.client().build()) {
            List<String> left =
                    outside.query("SHOW DATABASES", String.class).join().rows();
            for (String name : SEEN) assertTrue(!left.contains(name), name + " is still there");
            assertEquals(2, SEEN.size());
        }
    }
}
