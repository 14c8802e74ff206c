package dev.houseflow.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void readsOptionsInBothForms() {
        Options options = Options.of(
                "--url=localhost:8123", "-q", "SELECT 1", "--format", "CSV", "--setting", "a=b=c", "--password=x y");
        assertEquals("http://localhost:8123", options.url);
        assertEquals("SELECT 1", options.query);
        assertEquals(OutputFormat.CSV, options.format);
        assertEquals("b=c", options.settings.get("a"));
        assertEquals("x y", options.password);
        assertTrue(Options.of("--password", "--url", "x").askPassword);
        assertTrue(Options.of("--password").askPassword);
        assertEquals("p", Options.of("--password", "p").password);
    }

    @Test
    void saysWhatIsWrong() {
        refused("--fromat", "There is no option --fromat", "--fromat", "x");
        refused("SELECT 1", "Give SQL with -q", "SELECT 1");
        refused("--url", "needs a value", "--url");
        refused("--format", "table, vertical, csv, json", "--format", "xml");
        refused("-q and --file", "not both", "-q", "SELECT 1", "-f", "x");
        refused("--setting", "name=value", "--setting", "x");
        refused("--no-session", "takes no value", "--no-session=1");
    }

    private static void refused(String what, String part, String... arguments) {
        String message = assertThrows(IllegalArgumentException.class, () -> Options.of(arguments), what)
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void progressHasRowsBytesAndShare() {
        assertEquals(
                "[#####...............]  25%  2.50 million rows, 20.00 MB, memory 1.00 MB  1.5 s",
                ProgressBar.text(progress(2_500_000, 20_000_000, 10_000_000, 1_000_000), 1_500_000_000));
        assertEquals("7 rows, 56 B  0.1 s", ProgressBar.text(progress(7, 56, 0, 0), 100_000_000));
        // The estimate was too low.
        assertTrue(ProgressBar.text(progress(20, 1, 10, 0), 1).contains("100%"));
    }

    @Test
    void theBarIsDrawnAndTakenAway() throws InterruptedException {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        ProgressBar bar = new ProgressBar(new PrintStream(drawn, true, StandardCharsets.UTF_8));
        bar.onProgress(progress(1, 1, 0, 0));
        assertEquals("", drawn.toString(StandardCharsets.UTF_8));
        Thread.sleep(250);
        bar.onProgress(progress(2, 1, 0, 0));
        assertTrue(drawn.toString(StandardCharsets.UTF_8).contains("2 rows"));
        bar.hide();
        int length = drawn.size();
        assertTrue(drawn.toString(StandardCharsets.UTF_8).endsWith("\r\u001b[K"));
        Thread.sleep(150);
        bar.onProgress(progress(3, 1, 0, 0));
        assertEquals(length, drawn.size());
    }

    @SuppressWarnings("deprecation")
    private static Progress progress(long rows, long bytes, long total, long memory) {
        return new Progress(rows, bytes, total, 0, 0, 0, 0, Duration.ZERO, memory);
    }
}
