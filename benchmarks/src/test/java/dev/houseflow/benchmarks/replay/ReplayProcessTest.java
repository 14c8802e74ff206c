package dev.houseflow.benchmarks.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ReplayProcessTest {
    /** More than two chunks. */
    private static final int LARGE = 2 * Recordings.CHUNK + 17;

    private static final int SMALL = 100;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void answersWithWhatWasRecorded(@TempDir Path directory) throws Exception {
        byte[] large = random(LARGE);
        byte[] small = random(SMALL);
        try (Recordings recordings = new Recordings(directory, false);
                ReplayProcess replay = new ReplayProcess(directory)) {
            recordings.write("large.Native", new ByteArrayInputStream(large));
            recordings.write("small.RowBinaryWithNamesAndTypes.lz4", new ByteArrayInputStream(small));
            assertArrayEquals(large, recordings.body("large.Native"));

            // Twice, since a connection is kept.
            for (int i = 0; i < 2; i++) {
                HttpResponse<byte[]> answer = post(replay, "", BodyPublishers.ofString(Recordings.sql("large.Native")));
                assertArrayEquals(large, answer.body());
                assertEquals(
                        "Native",
                        answer.headers().firstValue("X-ClickHouse-Format").orElse(""));
            }
            HttpResponse<byte[]> inUrl =
                    post(replay, "?query=replay%3Asmall.RowBinaryWithNamesAndTypes.lz4", BodyPublishers.noBody());
            assertArrayEquals(small, inUrl.body());
            assertEquals(
                    "RowBinaryWithNamesAndTypes",
                    inUrl.headers().firstValue("X-ClickHouse-Format").orElse(""));
            assertEquals(
                    404,
                    post(replay, "", BodyPublishers.ofString(Recordings.sql("absent.Native")))
                            .statusCode());
        }
    }

    @Test
    void dropsInsertsOfAnyLengthAndAnswersAfterTheirEnd(@TempDir Path directory) throws Exception {
        byte[] rows = random(LARGE);
        try (Recordings recordings = new Recordings(directory, false);
                ReplayProcess replay = new ReplayProcess(directory)) {
            recordings.write("small.Native", new ByteArrayInputStream(random(SMALL)));
            BodyPublisher withLength = BodyPublishers.ofByteArray(rows);
            BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(rows));
            for (BodyPublisher body : new BodyPublisher[] {withLength, chunked}) {
                HttpResponse<byte[]> answer = post(replay, "?query=INSERT+INTO+t+FORMAT+Native", body);
                assertEquals(200, answer.statusCode());
                assertEquals(0, answer.body().length);
            }
            // The connection is at the beginning of a request again.
            assertEquals(
                    SMALL,
                    post(replay, "", BodyPublishers.ofString(Recordings.sql("small.Native")))
                            .body()
                            .length);
        }
    }

    private HttpResponse<byte[]> post(ReplayProcess replay, String query, BodyPublisher body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(replay.endpoint() + "/" + query))
                        .version(HttpClient.Version.HTTP_1_1)
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
