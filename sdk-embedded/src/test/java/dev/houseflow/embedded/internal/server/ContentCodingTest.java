package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.internal.compress.CompressionMethod;
import dev.houseflow.internal.compress.FrameInputStream;
import dev.houseflow.internal.compress.FrameOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are compressed, in both directions. */
class ContentCodingTest {
    private static final byte[] TEXT =
            "some words that repeat, ".repeat(200_000).getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    private final HttpServerExtension http = new HttpServerExtension();

    private static byte[] encode(ContentCoding coding, byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encoder = coding.encoder(out, 3)) {
            encoder.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] frames(CompressionMethod method, byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encoder = new FrameOutputStream(out, method)) {
            encoder.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void requestBodyIsDecoded(ContentCoding coding) throws Exception {
        byte[] body = encode(coding, TEXT);
        assertTrue(body.length < TEXT.length / 2);
        RawClient.Response response = http.client()
                .post("/", "Content-Encoding: " + coding.token() + "\r\n", body)
                .response();
        assertArrayEquals(TEXT, response.body());
        assertEquals("after", http.client().post("/", "after").response().text());
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void responseIsEncoded(ContentCoding coding) throws Exception {
        RawClient.Response response = http.client()
                .post("/", "Accept-Encoding: x, " + coding.token() + ";q=1\r\n", TEXT)
                .response();
        assertEquals(coding.token(), response.header("Content-Encoding"));
        assertTrue(response.body().length < TEXT.length / 2);
        assertArrayEquals(
                TEXT, coding.decoder(new ByteArrayInputStream(response.body())).readAllBytes());
    }

    @ParameterizedTest
    @CsvSource({"'gzip, deflate, br, zstd', zstd", "'gzip, deflate', gzip", "'lz4, gzip', lz4", "br,", "identity,"})
    void preferredCoding(String accepted, String chosen) throws Exception {
        RawClient.Response response = http.client()
                .post("/", "Accept-Encoding: " + accepted + "\r\n", new byte[] {'q'})
                .response();
        assertEquals(chosen, response.header("Content-Encoding"));
    }

    @Test
    void codingCanBeSwitchedOff() throws Exception {
        RawClient.Response response = http.client()
                .post("/?enable_http_compression=0", "Accept-Encoding: gzip\r\n", TEXT)
                .response();
        assertNull(response.header("Content-Encoding"));
        assertArrayEquals(TEXT, response.body());
    }

    @Test
    void emptyAnswerHasNoCoding() throws Exception {
        RawClient.Response response = http.client()
                .post("/?compress=1", "Accept-Encoding: gzip\r\n", new byte[0])
                .response();
        assertNull(response.header("Content-Encoding"));
        assertEquals(0, response.body().length);
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void bodyThatIsCutShortIsAnError(ContentCoding coding) throws Exception {
        byte[] body = encode(coding, TEXT);
        RawClient.Response response = http.client()
                .post("/", "Content-Encoding: " + coding.token() + "\r\n", Arrays.copyOf(body, body.length / 2))
                .response();
        assertTrue(response.status().startsWith("HTTP/1.1 500 "), response.status());
        assertTrue(response.text().contains("Cannot read the request body"), response.text());
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void bodyThatIsNotWhatItSaysIsAnError(ContentCoding coding) throws Exception {
        RawClient.Response response = http.client()
                .post("/", "Content-Encoding: " + coding.token() + "\r\n", Arrays.copyOf(TEXT, 10_000))
                .response();
        assertTrue(response.status().startsWith("HTTP/1.1 500 "), response.status());
        assertTrue(response.text().contains("Cannot read the request body"), response.text());
        assertEquals("after", http.client().post("/", "after").response().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "snappy", "gzip, gzip"})
    void codingThatIsNotKnownIsRefused(String name) throws Exception {
        RawClient.Response response = http.client()
                .post("/", "Content-Encoding: " + name + "\r\n", TEXT)
                .response();
        assertEquals("HTTP/1.1 501 Not Implemented", response.status());
        assertTrue(response.text().contains("Unknown compression method '" + name + "'"), response.text());
    }

    @ParameterizedTest
    @EnumSource(CompressionMethod.class)
    void framesOfARequestAreRead(CompressionMethod method) throws Exception {
        assertArrayEquals(
                TEXT,
                http.client()
                        .post("/?decompress=1", "", frames(method, TEXT))
                        .response()
                        .body());
    }

    @Test
    void framesInsideACoding() throws Exception {
        byte[] body = encode(ContentCoding.GZIP, frames(CompressionMethod.LZ4, TEXT));
        assertArrayEquals(
                TEXT,
                http.client()
                        .post("/?decompress=1", "Content-Encoding: gzip\r\n", body)
                        .response()
                        .body());
    }

    @Test
    void framesOfAResponse() throws Exception {
        RawClient.Response plain = http.client().post("/?compress=1", "", TEXT).response();
        assertNull(plain.header("Content-Encoding"));
        assertArrayEquals(TEXT, new FrameInputStream(new ByteArrayInputStream(plain.body())).readAllBytes());
        RawClient.Response both = http.client()
                .post("/?compress=1", "Accept-Encoding: gzip\r\n", TEXT)
                .response();
        assertArrayEquals(
                TEXT,
                new FrameInputStream(ContentCoding.GZIP.decoder(new ByteArrayInputStream(both.body()))).readAllBytes());
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void connectionOutlivesFramesInACoding(ContentCoding coding) throws Exception {
        String accepted = "Accept-Encoding: " + coding.token() + "\r\n";
        assertTrue(http.client().post("/?compress=1", accepted, TEXT).response().whole());
        assertEquals("after", http.client().post("/", "after").response().text());
    }

    @Test
    void damagedFrameIsAnError() throws Exception {
        byte[] body = frames(CompressionMethod.LZ4, TEXT);
        body[40] ^= 1;
        RawClient.Response response =
                http.client().post("/?decompress=1", "", body).response();
        assertEquals("271", response.header("X-ClickHouse-Exception-Code"));
    }
}
