package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.internal.compress.FrameInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors before and after the status was sent. */
class ExceptionTest {
    private static final String LINE = "Code: 395. DB::Exception: Value passed to 'throwIf' function is non-zero. "
            + "(FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 26.7.2.1 (official build))";
    private static final byte[] RESULT = result();

    private static byte[] result() {
        byte[] result = new byte[3 * 1024 * 1024];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (i * 31 + i / 1000);
        }
        return result;
    }

    /** Fails after {@code size} bytes of a result. */
    private static ScriptedExecutor failingAfter(int size) {
        return new ScriptedExecutor((call, reply) -> {
            call.statement().readAllBytes();
            reply.format("RowBinary");
            for (int at = 0; at < size; at += 100_000) {
                reply.output().write(RESULT, at, Math.min(100_000, size - at));
            }
            throw ScriptedExecutor.error();
        });
    }

    private static RawClient.Response ask(ScriptedExecutor executor, String target, String headers) throws Exception {
        try (HttpServer server = executor.serve();
                RawClient client = new RawClient(server.port())) {
            RawClient.Response response =
                    client.post(target, headers, new byte[] {'q'}).response();
            if (!response.whole()) {
                assertTrue(client.isEnded());
            }
            return response;
        }
    }

    private static String block(String tag) {
        return "\r\n__exception__\r\n" + tag + "\r\n" + LINE + "\n" + (LINE.length() + 1) + " " + tag
                + "\r\n__exception__\r\n";
    }

    @Test
    void goldenBlock() {
        String block = new String(ExceptionText.block("Code: 1. m", "abcdefghijklmnop"), StandardCharsets.UTF_8);
        assertEquals(
                "\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 1. m\n11 abcdefghijklmnop\r\n__exception__\r\n", block);
    }

    @Test
    void longBlockIsCutBetweenCharacters() {
        byte[] block = ExceptionText.block("ü".repeat(20_000), "abcdefghijklmnop");
        assertTrue(block.length <= 16 * 1024, "length " + block.length);
        assertTrue(block.length > 16 * 1024 - 16, "length " + block.length);
        String text = new String(block, StandardCharsets.UTF_8);
        assertFalse(text.contains("\uFFFD"));
        String message =
                text.substring("\r\n__exception__\r\nabcdefghijklmnop\r\n".length(), text.indexOf('\n', 40) + 1);
        int length = message.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(text.endsWith("\n" + length + " abcdefghijklmnop\r\n__exception__\r\n"));
    }

    @Test
    void errorBeforeTheStatusIsAStatus() throws Exception {
        RawClient.Response response = ask(failingAfter(1_000_000), "/", "");
        assertEquals("HTTP/1.1 500 Internal Server Error", response.status());
        assertEquals("395", response.header("X-ClickHouse-Exception-Code"));
        assertEquals("text/plain; charset=UTF-8", response.header("Content-Type"));
        assertEquals(LINE + "\n", response.text());
        assertTrue(response.whole());
        assertEquals("Keep-Alive", response.header("Connection"));
    }

    @ParameterizedTest
    @CsvSource({
        "60, 404",
        "62, 400",
        "47, 404",
        "48, 501",
        "159, 408",
        "164, 500",
        "209, 503",
        "241, 500",
        "512, 403",
        "381, 411",
        "6, 400"
    })
    void statusOfACode(int code, String status) throws Exception {
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            throw new EngineException(code, "NAME", "words.");
        });
        RawClient.Response response = ask(executor, "/", "");
        assertTrue(response.status().startsWith("HTTP/1.1 " + status + " "), response.status());
        assertEquals(
                "Code: " + code + ". DB::Exception: words. (NAME) (version 26.7.2.1 (official build))\n",
                response.text());
    }

    @Test
    void errorAfterTheStatusIsABlockAndABrokenBody() throws Exception {
        RawClient.Response response = ask(failingAfter(RESULT.length), "/", "");
        assertEquals("HTTP/1.1 200 OK", response.status());
        assertNull(response.header("X-ClickHouse-Exception-Code"));
        assertFalse(response.whole());
        byte[] block = block(response.header("X-ClickHouse-Exception-Tag")).getBytes(StandardCharsets.UTF_8);
        int end = response.body().length - block.length;
        assertArrayEquals(RESULT, Arrays.copyOf(response.body(), end));
        assertArrayEquals(block, Arrays.copyOfRange(response.body(), end, response.body().length));
        assertEquals(
                block.length, response.chunks().get(response.chunks().size() - 1), "the block is a chunk of its own");
    }

    @Test
    void blockIsInsideTheContentCoding() throws Exception {
        RawClient.Response response = ask(failingAfter(RESULT.length), "/", "Accept-Encoding: gzip\r\n");
        assertEquals("gzip", response.header("Content-Encoding"));
        assertFalse(response.whole());
        byte[] decoded = readToItsBreak(new GZIPInputStream(new ByteArrayInputStream(response.body())));
        assertEndsWithBlock(decoded, response);
    }

    @Test
    void blockIsInsideTheFrames() throws Exception {
        RawClient.Response response = ask(failingAfter(RESULT.length), "/?compress=1", "");
        assertFalse(response.whole());
        assertEndsWithBlock(new FrameInputStream(new ByteArrayInputStream(response.body())).readAllBytes(), response);
    }

    @Test
    void earlyErrorIsCodedAsTheResultWouldBe() throws Exception {
        RawClient.Response coded = ask(failingAfter(10), "/", "Accept-Encoding: gzip\r\n");
        assertEquals("gzip", coded.header("Content-Encoding"));
        assertEquals(
                LINE + "\n",
                ScriptedExecutor.text(new GZIPInputStream(new ByteArrayInputStream(coded.body())).readAllBytes()));
        RawClient.Response framed = ask(failingAfter(10), "/?compress=1", "");
        assertEquals("395", framed.header("X-ClickHouse-Exception-Code"));
        assertEquals(
                LINE + "\n",
                ScriptedExecutor.text(new FrameInputStream(new ByteArrayInputStream(framed.body())).readAllBytes()));
    }

    @Test
    void defectOfTheServerIsAnErrorToo() throws Exception {
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            throw new IllegalStateException("defect");
        });
        RawClient.Response response = ask(executor, "/", "");
        assertEquals("HTTP/1.1 500 Internal Server Error", response.status());
        assertEquals("49", response.header("X-ClickHouse-Exception-Code"));
    }

    private static void assertEndsWithBlock(byte[] decoded, RawClient.Response response) {
        byte[] block = block(response.header("X-ClickHouse-Exception-Tag")).getBytes(StandardCharsets.UTF_8);
        int end = decoded.length - block.length;
        assertArrayEquals(RESULT, Arrays.copyOf(decoded, end));
        assertArrayEquals(block, Arrays.copyOfRange(decoded, end, decoded.length));
    }

    private static byte[] readToItsBreak(InputStream in) throws Exception {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (EOFException brokenOff) {
            return out.toByteArray();
        }
        throw new AssertionError("the coded stream was ended properly");
    }
}
