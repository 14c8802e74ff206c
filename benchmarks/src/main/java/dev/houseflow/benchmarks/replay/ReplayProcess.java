package dev.houseflow.benchmarks.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link ReplayServer} in a JVM of its own, with a small heap. It ends with {@link #close()} or
 * with this JVM.
 */
public final class ReplayProcess implements AutoCloseable {
    private final Process process;
    private final String endpoint;

    public ReplayProcess(Path recordings) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxDirectMemorySize=512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayServer.class.getName(),
                        recordings.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String port = said.readLine();
        if (port == null) {
            throw new IOException("The replay server did not start; its own words stand above");
        }
        endpoint = "http://127.0.0.1:" + port;
    }

    /** The base URL. */
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
