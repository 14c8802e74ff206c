package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Chromium without a window, with a profile of its own. Names below {@code .test} are this machine to it. */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String MISSING =
            "Chromium is not installed (looked for " + NAMES + " on the PATH); install the package chromium.";

    private final Process process;

    private Browser(Process process) {
        this.process = process;
    }

    /** Skips the test where there is no browser; in CI that is a failure. */
    static void require() {
        if ("true".equals(System.getenv("CI"))) {
            assertNotNull(find(), MISSING);
        }
        Assumptions.assumeTrue(find() != null, MISSING);
    }

    private static Path find() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Opens a page, as if its address had been typed. */
    static Browser open(Path profile, String url) throws IOException {
        return new Browser(start(profile, profile.resolve("output"), List.of(url)));
    }

    /** What a page shows, as its source. */
    static String show(Path profile, String url) throws IOException, InterruptedException {
        Path output = profile.resolve("page");
        try (Browser browser = new Browser(start(profile, output, List.of("--dump-dom", url)))) {
            if (!browser.process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("The browser did not show " + url);
            }
        }
        return Files.readString(output);
    }

    private static Process start(Path profile, Path output, List<String> rest) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                find().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--no-proxy-server",
                "--user-data-dir=" + profile.resolve("chromium"),
                "--host-resolver-rules=MAP *.test 127.0.0.1"));
        command.addAll(rest);
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(profile.resolve("errors").toFile())
                .start();
    }

    boolean isOpen() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
