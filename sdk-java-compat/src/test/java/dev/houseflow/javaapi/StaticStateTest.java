package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.testkit.StaticState;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaticStateTest {
    @Test
    void C4_noClassOfTheJavaClientKeepsAnythingThatCanBeSetForAllClients() {
        // Set once, by the class that it leads to.
        assertEquals(Set.of("DriverCalls.access"), StaticState.INSTANCE.changeableFields(ClickHouseAsyncClient.class));
    }
}
