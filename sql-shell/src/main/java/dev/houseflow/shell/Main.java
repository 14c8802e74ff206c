package dev.houseflow.shell;

import dev.houseflow.ClickHouseException;
import dev.houseflow.embedded.EmbeddedClickHouseException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The command line client; see {@link Options#USAGE} and docs/sql.md. */
public final class Main {
    private static final int BUFFER = 1 << 16;

    private final Options options;
    private final Set<String> terminals;
    private final PrintStream errors =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private Main(Options options) {
        this.options = options;
        this.terminals =
                Set.of(System.getProperty("houseflow.sql.terminals", "").split(","));
    }

    /** Runs the program and ends the JVM with its exit code. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help) {
            System.out.print(Options.USAGE);
            return;
        }
        System.exit(new Main(options).run());
    }

    private int run() throws IOException, InterruptedException {
        boolean isShell = options.query == null && options.file == null && terminals.contains("in");
        if (isShell || options.askPassword) {
            try (Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build()) {
                if (options.askPassword && !askPassword(terminal)) return 130;
                if (isShell) return shell(terminal);
            }
        }
        return script();
    }

    private boolean askPassword(Terminal terminal) {
        try {
            // A reader of its own: what is typed here comes into no history.
            options.password =
                    LineReaderBuilder.builder().terminal(terminal).build().readLine("Password: ", '\0');
            return true;
        } catch (UserInterruptException | EndOfFileException e) {
            return false;
        }
    }

    private int shell(Terminal terminal) throws IOException, InterruptedException {
        try (Target target = Target.of(options, System.getenv());
                SchemaNames names = new SchemaNames(target.client())) {
            PrintStream screen = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
            Runner runner = new Runner(
                    target.client(),
                    options,
                    new BufferedOutputStream(terminal.output(), BUFFER),
                    true,
                    options.progress ? screen : null);
            int code = new Shell(terminal, target, runner, names, options).run();
            runner.cancel();
            return code;
        } catch (ClickHouseException | EmbeddedClickHouseException e) {
            errors.println(e.getMessage());
            return 1;
        }
    }

    private int script() throws InterruptedException {
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
        boolean showsProgress = options.progress && terminals.contains("err");
        try (Reader script = reader();
                Target target = Target.of(options, System.getenv())) {
            Runner runner =
                    new Runner(target.client(), options, out, terminals.contains("out"), showsProgress ? errors : null);
            // Ctrl-C ends the program, and its query on the server.
            Thread stop = new Thread(runner::cancel, "houseflow-sql-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            boolean takesData = !terminals.contains("in") && (options.query != null || options.file != null);
            Script all = new Script(runner, errors, takesData ? System.in : null);
            if (options.database != null && options.session) {
                String name = options.database.replace("\\", "\\\\").replace("`", "\\`");
                int code = all.run(new StringReader("USE `" + name + "`"), null);
                if (code != 0) return code;
            }
            return all.run(script, options.file == null ? null : options.file.toString());
        } catch (ClickHouseException | EmbeddedClickHouseException e) {
            errors.println(e.getMessage());
        } catch (IOException e) {
            errors.println("The script cannot be read: " + e);
        }
        return 1;
    }

    private Reader reader() throws IOException {
        if (options.query != null) return new StringReader(options.query);
        if (options.file != null) return Files.newBufferedReader(options.file, StandardCharsets.UTF_8);
        return new java.io.BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
}
