package dev.houseflow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.houseflow.embedded.EmbeddedClickHouse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What classes that use the extension wrongly are told. */
class MisuseTest {
    @HouseflowTest
    static class DatabaseBeforeTests {
        @BeforeAll
        static void tooEarly(TestDatabase database) {}

        @Test
        void neverRuns() {}
    }

    static class EngineOfAnotherServer {
        @RegisterExtension
        static final HouseflowExtension EXTENSION =
                HouseflowExtension.on(TestServer.at("http://127.0.0.1:1", "default", ""));

        @Test
        void neverRuns(EmbeddedClickHouse engine) {}
    }

    @HouseflowTest(statements = "CREATE TABEL t (x UInt8) ENGINE Memory")
    static class WrongStatement {
        @Test
        void neverRuns() {}
    }

    @Test
    void aDatabaseIsOfOneTest() {
        assertTrue(failure(DatabaseBeforeTests.class)
                .contains("A TestDatabase is in the database of one test, and here is none yet."));
    }

    @Test
    void anotherServerHasNoEngine() {
        assertTrue(
                failure(EngineOfAnotherServer.class).contains("is no embedded server; ask for a TestServer instead"));
    }

    @Test
    void aStatementThatFailsFailsTheTest() {
        assertTrue(failure(WrongStatement.class).contains("TABEL"));
    }

    private static String failure(Class<?> test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .filters(org.junit.platform.launcher.EngineFilter.includeEngines("junit-jupiter"))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        List<TestExecutionSummary.Failure> failures = listener.getSummary().getFailures();
        assertEquals(1, failures.size());
        StringBuilder text = new StringBuilder();
        for (Throwable it = failures.get(0).getException(); it != null; it = it.getCause())
            text.append(it).append('\n');
        return text.toString();
    }
}
