package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.QueryCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the URL and the headers come to mean for the executor. */
class RequestOptionsTest {
    @RegisterExtension
    private final HttpServerExtension http = new HttpServerExtension();

    private QueryCall callOf(String target) throws Exception {
        assertEquals(
                "HTTP/1.1 200 OK", http.client().post(target, "q").response().status());
        return http.executor().nextCall();
    }

    @Test
    void plainCall() throws Exception {
        QueryCall call = callOf("/");
        assertEquals(List.of(), call.roles());
        assertNull(call.database());
        assertFalse(call.readOnly());
        assertEquals(Map.of(), call.settings());
        assertEquals(Map.of(), call.parameters());
        assertEquals("TabSeparated", call.defaultFormat());
        assertNull(call.session());
        assertTrue(call.queryId().matches("[0-9a-f-]{36}"));
    }

    @Test
    void everyOtherParameterIsASetting() throws Exception {
        QueryCall call = callOf(
                "/?max_threads=2&&=skipped&client_protocol_version=54453&a+b=c%26d&user=default&password=&quota_key=k&compress=0&decompress=0&buffer_size=1"
                        + "&wait_end_of_query=0&session_timeout=1&stacktrace=1&max_block_size=5");
        assertEquals(Map.of("max_threads", "2", "a b", "c&d", "max_block_size", "5"), call.settings());
    }

    @Test
    void rolesDatabaseFormatAndId() throws Exception {
        QueryCall call = callOf("/?role=a&role=b&database=db&default_format=JSON&query_id=mine");
        assertEquals(List.of("a", "b"), call.roles());
        assertEquals("db", call.database());
        assertEquals("JSON", call.defaultFormat());
        assertEquals("mine", call.queryId());
    }

    @Test
    void headersWinOverTheUrl() throws Exception {
        http.client()
                .post(
                        "/?database=url&default_format=CSV",
                        "X-ClickHouse-Database: head\r\nX-ClickHouse-Format: XML\r\n",
                        new byte[] {'q'});
        http.client().response();
        QueryCall call = http.executor().nextCall();
        assertEquals("head", call.database());
        assertEquals("XML", call.defaultFormat());
    }

    @Test
    void parametersAreBytes() throws Exception {
        QueryCall call = callOf("/?param_a=%5C%09x&param_b=%FF%00&param_a=second&param_c=1+%2B");
        assertArrayEquals(new byte[] {'\\', '\t', 'x'}, call.parameters().get("a"));
        assertArrayEquals(new byte[] {(byte) 0xFF, 0}, call.parameters().get("b"));
        assertArrayEquals(new byte[] {'1', ' ', '+'}, call.parameters().get("c"));
    }

    @Test
    void getReadsOnlyAndPostDoesNot() throws Exception {
        http.client().get("/?query=q").response();
        assertTrue(http.executor().nextCall().readOnly());
        http.client()
                .send("PUT /?query=q HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
                .response();
        assertTrue(http.executor().nextCall().readOnly());
        assertFalse(callOf("/").readOnly());
    }

    @Test
    void queryOfTheUrlComesBeforeTheBody() throws Exception {
        assertEquals(
                "SEL\nECT 1",
                http.client().post("/?query=SEL", "ECT 1").response().text());
        assertEquals("ECT 1", http.client().post("/?query=", "ECT 1").response().text());
        assertEquals(
                "/path is free\n",
                http.client().get("/?query=/path+is%20free").response().text());
    }

    @Test
    void session() throws Exception {
        QueryCall call = callOf("/?session_id=s&session_timeout=5&session_check=1");
        assertEquals(new QueryCall.Session("s", Duration.ofSeconds(5), true), call.session());
        assertEquals(
                new QueryCall.Session("s", Duration.ofSeconds(60), false),
                callOf("/?session_id=s").session());
    }

    @ParameterizedTest
    @CsvSource({
        "session_id=&x=1, 744, 500",
        "session_id=s&session_timeout=x, 374, 500",
        "session_id=s&session_timeout=3601, 374, 500",
        "close_session=1, 48, 501",
        "http_write_exception_in_output_format=1, 48, 501",
        "wait_end_of_query=maybe, 467, 500",
        "buffer_size=many, 72, 400"
    })
    void refused(String parameters, String code, String status) throws Exception {
        RawClient.Response response = http.client().post("/?" + parameters, "q").response();
        assertEquals(code, response.header("X-ClickHouse-Exception-Code"));
        assertTrue(response.status().startsWith("HTTP/1.1 " + status + " "), response.status());
        assertTrue(http.executor().calls.isEmpty());
    }
}
