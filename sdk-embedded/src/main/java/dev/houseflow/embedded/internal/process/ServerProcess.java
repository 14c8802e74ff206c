package dev.houseflow.embedded.internal.process;

import dev.houseflow.embedded.internal.StartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The child JVM: its command line, its streams and its end. */
public final class ServerProcess {
    private static final String MAIN_CLASS = "dev.houseflow.embedded.internal.process.ServerMain";
    private static final String READY = "READY ";
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Process process;
    private final LogTail tail = new LogTail();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread logReader;

    private ServerProcess(Process process, Consumer<String> logListener) {
        this.process = process;
        read(
                "houseflow-embedded-ready",
                process.getInputStream(),
                this::standardOutput,
                () -> port.completeExceptionally(new IOException("end")));
        this.logReader = read(
                "houseflow-embedded-log",
                process.getErrorStream(),
                line -> {
                    tail.add(line);
                    tell(logListener, line);
                },
                () -> {});
    }

    /**
     * Starts the child; {@link #awaitReady} tells when it listens.
     *
     * @param temporary a folder for its temporary files
     * @param optionsFile what {@link ServerOptions#write} wrote
     */
    public static ServerProcess start(
            Path temporary, Path optionsFile, List<String> jvmOptions, Consumer<String> logListener)
            throws IOException, StartException {
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C in a terminal reaches the parent alone, which then ends the
        // child in good order, and a signal that the engine sends to its process group stays there.
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) command.add(setsid.toString());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xms16m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:ErrorFile=" + temporary.resolve("hs_err.log"),
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary,
                "-Djna.tmpdir=" + temporary));
        if (Runtime.version().feature() >= 22) command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", ChildClassPath.find(), MAIN_CLASS, "--options=" + optionsFile));
        ProcessBuilder builder = new ProcessBuilder(command);
        // Meant for the parent; agents and debug ports in them would be started twice.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return new ServerProcess(builder.start(), logListener);
    }

    private static Thread read(String name, InputStream stream, Consumer<String> onLine, Runnable onEnd) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) onLine.accept(line);
                    } catch (IOException childIsGone) {
                        // The same as the end of the stream.
                    } finally {
                        onEnd.run();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A listener that throws must not end the reading: the child would block on a full pipe. */
    private void tell(Consumer<String> logListener, String line) {
        try {
            logListener.accept(line);
        } catch (RuntimeException e) {
            tail.add("(the log listener failed on this line: " + e + ")");
        }
    }

    private void standardOutput(String line) {
        if (line.startsWith(READY) && !port.isDone()) {
            port.complete(Integer.parseInt(line.substring(READY.length()).strip()));
        } else {
            tail.add(line);
        }
    }

    /**
     * Waits until the server listens, and returns its port. The process runs on when this throws.
     */
    public int awaitReady(Duration timeout) throws StartException, InterruptedException {
        try {
            return port.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StartException(
                    "The server did not get ready within " + timeout.toMillis()
                            + " ms. Raise the start timeout if the machine is slow." + tail.asAppendix(),
                    e);
        } catch (ExecutionException e) {
            // Its streams end a moment before it does.
            boolean ended = process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            throw new StartException(
                    "The server did not start: its process ended" + (ended ? " with status " + process.exitValue() : "")
                            + "." + logAtTheEnd(),
                    e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Runs {@code action} when the process has ended, for whichever reason. */
    public void onExit(Runnable action) {
        process.onExit().thenRunAsync(action);
    }

    /** Asks the server to end, and makes it end when it does not. Returns when it is gone. */
    public void stop() {
        boolean interrupted = false;
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            // The child is gone: that is what is wanted.
        }
        for (Runnable harder : List.<Runnable>of(process::destroy, process::destroyForcibly)) {
            try {
                if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) break;
            } catch (InterruptedException e) {
                // The caller wants to go on at once, but no process may be left behind.
                interrupted = true;
            }
            harder.run();
        }
        process.onExit().join();
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** What to say about a process that has ended without being asked to. */
    public String unexpectedEnd() {
        return "The server's process ended by itself with status " + process.exitValue() + ". Start another one."
                + logAtTheEnd();
    }

    private String logAtTheEnd() {
        try {
            // The last lines may still be in the pipe.
            logReader.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return tail.asAppendix();
    }
}
