package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.QueryCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies that are forms. */
class FormTest {
    private final List<String> statements = new ArrayList<>();
    private final ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
        String statement = ScriptedExecutor.text(call.statement().readAllBytes());
        synchronized (statements) {
            statements.add(statement);
        }
        reply.output().write(statement.getBytes(StandardCharsets.UTF_8));
        return ScriptedExecutor.NOTHING;
    });

    @RegisterExtension
    private final HttpServerExtension http = new HttpServerExtension().with(executor);

    private static String part(String disposition, String content) {
        return "--xx\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: text/plain\r\n\r\n"
                + content + "\r\n";
    }

    private RawClient.Response post(String target, String body) throws Exception {
        return http.client()
                .post(
                        target,
                        "Content-Type: multipart/form-data; boundary=xx\r\n",
                        body.getBytes(StandardCharsets.UTF_8))
                .response();
    }

    @Test
    void fieldsAreTheQueryAndItsParameters() throws Exception {
        RawClient.Response response = post(
                "/?param_a=url&max_threads=1",
                part("name=\"query\"", "SELECT 1\r\n--x") + part("name=\"param_b\"", "2") + part("name=other", "-")
                        + "--xx--\r\n");
        assertEquals("SELECT 1\r\n--x", response.text());
        QueryCall call = http.executor().nextCall();
        assertEquals("url", ScriptedExecutor.text(call.parameters().get("a")));
        assertEquals("2", ScriptedExecutor.text(call.parameters().get("b")));
        assertEquals("1", call.settings().get("max_threads"));
        assertNull(call.session());
        assertEquals("Ok.\n", http.client().get("/ping").response().text());
    }

    @Test
    void filesBecomeTemporaryTables() throws Exception {
        String data = "row\r\n--x\r\n".repeat(50_000);
        RawClient.Response response = post(
                "/?query=SELECT&a_types=UInt8,Tuple(Int8,String)&b_structure=x+String&b_format=CSV&date_time_input_format=best_effort",
                part("name=\"a\"; filename=\"f\"", data) + part("name=\"b\"; filename=\"\"", "y") + "--xx--");
        assertEquals("SELECT", response.text());
        assertEquals(
                List.of(
                        "CREATE TEMPORARY TABLE `a` (_1 UInt8, _2 Tuple(Int8,String))",
                        "INSERT INTO `a` FORMAT TabSeparated\n" + data,
                        "CREATE TEMPORARY TABLE `b` (x String)",
                        "INSERT INTO `b` FORMAT CSV\ny",
                        "SELECT"),
                statements);
        String session = http.executor().calls.peek().session().id();
        for (QueryCall call : http.executor().calls) {
            assertEquals(session, call.session().id());
            assertFalse(call.settings().containsKey("a_types"));
        }
    }

    @Test
    void tablesOfANamedSessionAreDropped() throws Exception {
        post("/?query=SELECT&session_id=s&a_structure=x+String", part("name=\"a\"; filename=\"f\"", "y") + "--xx--");
        assertEquals("DROP TEMPORARY TABLE IF EXISTS `a`", statements.get(statements.size() - 1));
    }

    @Test
    void settingNamesOfFormatsStaySettings() throws Exception {
        post("/?query=SELECT&x_format=CSV", "--xx--");
        assertFalse(http.executor().nextCall().settings().containsKey("x_format"));
    }

    @Test
    void tableWithoutStructureIsRefused() throws Exception {
        RawClient.Response response = post("/?query=SELECT", part("name=\"a\"; filename=\"f\"", "y") + "--xx--");
        assertEquals("HTTP/1.1 400 Bad Request", response.status());
        assertTrue(response.text().contains("a_structure"), response.text());
        assertTrue(statements.isEmpty());
    }

    @Test
    void formWithoutItsEndIsRefused() throws Exception {
        RawClient.Response response = post("/", part("name=\"query\"", "SELECT 1"));
        assertEquals("HTTP/1.1 400 Bad Request", response.status());
        assertNotNull(response.header("X-ClickHouse-Exception-Code"));
        assertTrue(statements.isEmpty());
    }
}
