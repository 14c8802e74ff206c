package dev.houseflow.shell;

import dev.houseflow.ClickHouseException;
import dev.houseflow.Progress;
import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The shell at a terminal: reads statements, runs them, shows answers and errors, and goes on. */
final class Shell {
    static final String HELP = """
            Statements end with ; or with \\G, which shows a line for each value. They may take several lines.
            Tab completes names of the schema, Ctrl-R searches the history, Ctrl-C stops the statement that runs.
            Lines that begin with a space, and statements that may hold a secret, are not kept in the history.

              \\format NAME   table, vertical, csv or json; FORMAT in a statement wins
              \\help          this text
              \\quit          ends the shell, as do exit and Ctrl-D
            """;
    private static final Pattern CHANGES_NAMES = Pattern.compile(
            "(?is)\\s*(CREATE|DROP|ALTER|RENAME|EXCHANGE|ATTACH|DETACH|UNDROP|USE|BACKUP|RESTORE)\\b.*");

    private final Terminal terminal;
    private final PrintWriter screen;
    private final LineReader reader;
    private final ClickHouseAsyncClient client;
    private final Runner runner;
    private final SchemaNames names;
    private final Options options;
    private final String server;
    private String database = "default";

    Shell(Terminal terminal, Target target, Runner runner, SchemaNames names, Options options) {
        this.terminal = terminal;
        this.screen = terminal.writer();
        this.client = target.client();
        this.runner = runner;
        this.names = names;
        this.options = options;
        this.server = target.name();
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("sql")
                .parser(Shell::parse)
                .completer(new SqlCompleter(names))
                .history(new SafeHistory())
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                // A pasted tab is white space.
                .option(LineReader.Option.INSERT_TAB, true)
                .variable(LineReader.HISTORY_SIZE, 5000)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  > ");
        Path file = options.history;
        if (SafeHistory.prepare(file)) builder.variable(LineReader.HISTORY_FILE, file);
        this.reader = builder.build();
    }

    /** Typed lines are complete when their last statement is, or when they are a command. */
    static ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
        boolean isAccepted = context == Parser.ParseContext.ACCEPT_LINE || context == Parser.ParseContext.UNSPECIFIED;
        if (isAccepted && !isCommand(line)) {
            List<Statement> statements = statements(line);
            if (!statements.isEmpty() && !statements.get(statements.size() - 1).complete()) {
                throw new EOFError(-1, -1, "The statement has no ; yet");
            }
        }
        return SqlLine.of(line, cursor);
    }

    private static boolean isCommand(String line) {
        String command = line.strip().toLowerCase(Locale.ROOT).replaceAll(";$", "");
        return command.startsWith("\\") || command.equals("exit") || command.equals("quit") || command.equals("help");
    }

    private static List<Statement> statements(String text) {
        List<Statement> all = new ArrayList<>();
        StatementReader statements = new StatementReader(new StringReader(text));
        try {
            Statement statement;
            while ((statement = statements.next()) != null) all.add(statement);
        } catch (IOException e) {
            throw new IllegalStateException("A string cannot fail to be read", e);
        }
        return all;
    }

    /**
     * Greets, then reads and runs until the end; returns the exit code.
     */
    int run() throws IOException, InterruptedException {
        try {
            String version = client.query(QueryRequest.of("SELECT version()"), String.class)
                    .join()
                    .rows()
                    .get(0);
            screen.println("ClickHouse " + version + ", " + server + ". \\help helps, \\quit ends.");
            if (options.database != null && options.session) use(options.database);
            findDatabase();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            screen.println(cause.getMessage());
            screen.flush();
            return 1;
        }
        names.begin(database);
        while (true) {
            String typed;
            try {
                typed = reader.readLine(Display.oneLine(database) + "> ");
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return 0;
            }
            if (isCommand(typed)) {
                if (!command(typed.strip().replaceAll(";$", ""))) return 0;
            } else {
                for (Statement statement : statements(typed)) {
                    if (!show(statement)) break;
                }
            }
            screen.flush();
        }
    }

    private void use(String name) {
        client.execute(runner.inSession("USE `" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"))
                .join();
    }

    private void findDatabase() {
        database = client.query(runner.inSession("SELECT currentDatabase()"), String.class)
                .join()
                .rows()
                .get(0);
    }

    private boolean command(String command) {
        String[] words = command.split("\\s+");
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case "exit", "quit", "\\quit", "\\q" -> {
                return false;
            }
            case "help", "\\help", "\\h", "\\?" -> screen.print(HELP);
            case "\\format" -> {
                try {
                    if (words.length > 1) runner.setFormat(OutputFormat.of(words[1]));
                    screen.println("The output is " + runner.format().label() + ".");
                } catch (IllegalArgumentException e) {
                    screen.println(e.getMessage());
                }
            }
            default -> screen.println("There is no command " + Display.oneLine(words[0]) + ". \\help lists them.");
        }
        return true;
    }

    /**
     * Runs one statement; false when it failed or was cancelled, and those behind it are not run.
     */
    private boolean show(Statement statement) throws IOException, InterruptedException {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> runner.cancel());
        try {
            Runner.Outcome outcome = runner.run(statement);
            screen.println(footer(outcome));
            if (CHANGES_NAMES.matcher(statement.text()).matches()) {
                findDatabase();
                names.reload(database);
            }
            return true;
        } catch (CancellationException e) {
            screen.println("Cancelled.");
        } catch (RuntimeException e) {
            if (runner.isCancelled()) {
                screen.println("Cancelled.");
            } else {
                screen.println(Errors.text(e, statement, null));
                if (!(e instanceof ClickHouseException) && !(e instanceof CompletionException)) debug(e);
            }
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            screen.println();
            screen.flush();
        }
        return false;
    }

    /** Where something else than ClickHouse failed, its place helps those who mend it. */
    private void debug(RuntimeException e) {
        if (System.getenv("HOUSEFLOW_SQL_TRACE") != null) e.printStackTrace(screen);
    }

    static String footer(Runner.Outcome outcome) {
        StringBuilder text = new StringBuilder();
        if (outcome.rows() >= 0)
            text.append(Display.count(outcome.rows(), "row", "rows")).append(". ");
        if (outcome.rows() < 0) text.append("Done. ");
        text.append(String.format(Locale.ROOT, "%.3f s.", outcome.elapsed().toNanos() / 1e9));
        Progress progress = outcome.progress();
        if (progress != null && progress.readRows() > 0) {
            text.append(" Read ")
                    .append(Display.count(progress.readRows(), "row", "rows"))
                    .append(", ")
                    .append(Display.bytes(progress.readBytes()))
                    .append('.');
        }
        return text.toString();
    }
}
