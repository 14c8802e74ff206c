package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.OutsideAccess;
import dev.houseflow.embedded.internal.StartException;
import dev.houseflow.embedded.internal.chdb.Connection;
import dev.houseflow.embedded.internal.chdb.EngineThreads;
import dev.houseflow.embedded.internal.chdb.NativeResult;
import dev.houseflow.embedded.internal.chdb.Parameters;
import dev.houseflow.embedded.internal.download.EngineLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** The one engine of this test JVM. It is closed, and its data removed, when the JVM ends. */
final class TestEngine {
    private static Path folder;
    private static final Engine ENGINE = start();

    private TestEngine() {}

    static Engine get() {
        return ENGINE;
    }

    /** The answer of the library itself, whole, without any of our ways around it. */
    static byte[] direct(String query, String format) throws Exception {
        FutureTask<byte[]> task = new FutureTask<>(() -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (Connection connection = Connection.open(List.of("--path=" + folder));
                    Parameters none = new Parameters(Map.of())) {
                connection.run("SET max_threads = 1");
                try (NativeResult result = connection
                        .query(query.getBytes(StandardCharsets.UTF_8), format, none)
                        .check()) {
                    result.writeTo(bytes);
                }
            }
            return bytes.toByteArray();
        });
        EngineThreads.factory("direct").newThread(task).start();
        return task.get();
    }

    private static Engine start() {
        try {
            folder = Files.createTempDirectory("houseflow-engine-test");
            EngineOptions options = new EngineOptions(
                    Map.of("max_result_rows", "0"),
                    Map.of("tiny_blocks", Map.of("max_block_size", "3")),
                    Map.of("reader", List.of("GRANT SELECT ON *.*"), "other", List.of("GRANT SELECT ON system.*")),
                    16,
                    0,
                    OutsideAccess.NONE);
            Engine engine = new Engine(EngineLibrary.locate(), folder, options);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                engine.close();
                delete(folder);
            }));
            return engine;
        } catch (IOException | EngineException | StartException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
