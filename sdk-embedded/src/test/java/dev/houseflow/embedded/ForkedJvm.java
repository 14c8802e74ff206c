package dev.houseflow.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A JVM of its own for what a test cannot do in the one that runs it: be killed, or have another environment. */
public final class ForkedJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final CompletableFuture<String> errors;

    /** Runs {@code main} on the class path of the test, with {@code environment} laid over this process's own. */
    public ForkedJvm(Class<?> main, List<String> jvmOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        process = builder.start();
        output = process.inputReader(StandardCharsets.UTF_8);
        errors = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
    }

    private static String readAll(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    /** The next line of its standard output, {@code null} at the end. */
    public String readLine() throws IOException {
        return output.readLine();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** All of its standard error; waits for its end. */
    public String errors() {
        return errors.join();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, which is what Ctrl-C comes to. */
    public void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
