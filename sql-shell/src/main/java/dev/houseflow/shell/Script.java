package dev.houseflow.shell;

import dev.houseflow.ClickHouseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;

/** Runs the statements of a script to its end or to its first error. */
final class Script {
    private final Runner runner;
    private final PrintStream errors;
    private final InputStream data;

    /** @param data what an INSERT without data takes; {@code null} for nothing */
    Script(Runner runner, PrintStream errors, InputStream data) {
        this.runner = runner;
        this.errors = errors;
        this.data = data;
    }

    /**
     * Runs it and returns the exit code.
     *
     * @param script the statements; the caller closes it
     * @param source how errors call it; {@code null} for nothing
     */
    int run(Reader script, String source) throws InterruptedException {
        StatementReader statements = new StatementReader(script);
        Statement statement = null;
        try {
            while ((statement = statements.next()) != null) {
                InsertTarget target = data == null ? null : InsertTarget.of(statement.text());
                if (target == null) {
                    runner.run(statement);
                } else {
                    runner.insert(target, data);
                }
            }
            return 0;
        } catch (CancellationException e) {
            errors.println("Cancelled.");
            return 130;
        } catch (ClickHouseException e) {
            errors.println(Errors.text(e, statement, source));
        } catch (UncheckedIOException | IOException e) {
            errors.println((source == null ? "" : source + ": ") + "Reading or writing failed: " + e.getMessage());
        } catch (RuntimeException e) {
            errors.println(statement == null ? e.toString() : Errors.text(e, statement, source));
        }
        return 1;
    }
}
