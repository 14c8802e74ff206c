package dev.houseflow.shell;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arguments of the program. */
final class Options {
    static final String USAGE = """
            Usage: ./sql [OPTION...]

            Runs SQL on a ClickHouse: that of a URL, or an embedded one that it starts. At a terminal it is a
            shell; otherwise it runs the statements of -q, of a file or of stdin, and stops at the first error.

              --url URL             http[s]://[user[:password]@]host[:port]; without it an embedded engine is started
              -q, --query SQL       run these statements; data on stdin go to an INSERT ... FORMAT name without data
              -f, --file FILE       run the statements of this file
              -u, --user NAME       who asks; else of the URL, else CLICKHOUSE_USER, else default
                  --password [P]    prompts without a value; else of the URL, else CLICKHOUSE_PASSWORD
              -d, --database NAME   where unqualified tables are looked up
                  --format NAME     table (default), vertical, csv, json; FORMAT in a statement wins
                  --setting N=V     a setting of all statements; may be given again
                  --data FOLDER     the embedded engine keeps its data there; else they are temporary
                  --history FILE    where the shell keeps what was typed; default ~/.houseflow_sql_history
                  --no-session      no session: SET and temporary tables end with their statement
                  --no-progress     no progress bar
              -h, --help            this text

            Exit codes: 0 when all is done, 1 after an error, 2 for wrong options, 130 when interrupted.
            """;

    String url;
    String query;
    Path file;
    String user;
    String password;
    boolean askPassword;
    String database;
    OutputFormat format = OutputFormat.TABLE;
    final Map<String, String> settings = new LinkedHashMap<>();
    Path data;
    Path history = Path.of(System.getProperty("user.home"), ".houseflow_sql_history");
    boolean session = true;
    boolean progress = true;
    boolean help;

    /** @throws IllegalArgumentException when the arguments cannot work, with what to do */
    static Options of(String... arguments) {
        Options options = new Options();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            String value = null;
            int equals = name.indexOf('=');
            if (name.startsWith("--") && equals > 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            }
            if (options.flag(name, value)) continue;
            if (name.equals("--password")
                    && value == null
                    && (i + 1 == arguments.length || arguments[i + 1].startsWith("-"))) {
                options.askPassword = true;
                continue;
            }
            if (value == null) {
                if (i + 1 == arguments.length) throw new IllegalArgumentException(needs(name));
                value = arguments[++i];
            }
            options.set(name, value);
        }
        options.check();
        return options;
    }

    private static String needs(String name) {
        return name.startsWith("-")
                ? "The option " + name + " needs a value, or does not exist. See ./sql --help."
                : "'" + name + "' is no option. Give SQL with -q, a script with --file. See ./sql --help.";
    }

    private boolean flag(String name, String value) {
        switch (name) {
            case "-h", "--help" -> help = true;
            case "--no-session" -> session = false;
            case "--no-progress" -> progress = false;
            default -> {
                return false;
            }
        }
        if (value != null) throw new IllegalArgumentException("The option " + name + " takes no value.");
        return true;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--url" -> url = value.contains("://") ? value : "http://" + value;
            case "-q", "--query" -> query = value;
            case "-f", "--file" -> file = Path.of(value);
            case "-u", "--user" -> user = value;
            case "--password" -> password = value;
            case "-d", "--database" -> database = value;
            case "--format" -> format = OutputFormat.of(value);
            case "--data" -> data = Path.of(value);
            case "--history" -> history = Path.of(value);
            case "--setting" -> setting(value);
            default ->
                throw new IllegalArgumentException(
                        name.startsWith("-") ? "There is no option " + name + ". See ./sql --help." : needs(name));
        }
    }

    private void setting(String value) {
        int equals = value.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("--setting takes name=value, as in --setting max_threads=4.");
        }
        settings.put(value.substring(0, equals), value.substring(equals + 1));
    }

    private void check() {
        if (query != null && file != null) throw new IllegalArgumentException("Give -q or --file, not both.");
        if (data != null && url != null) {
            throw new IllegalArgumentException(
                    "--data is the embedded engine's, and --url another server. Give one of them.");
        }
    }
}
