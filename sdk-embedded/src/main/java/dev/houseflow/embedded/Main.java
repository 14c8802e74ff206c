package dev.houseflow.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded server by itself, in the foreground, for any ClickHouse client. {@code --help} says
 * how.
 */
public final class Main {
    private static final String HELP = """
            Usage: clickhouse-embedded [OPTION]...

            Runs a ClickHouse server on 127.0.0.1 until Ctrl-C.

              --port N                the port to listen on; default 8123, 0 for any that is free
              --path FOLDER           where its data are; made if absent, kept at the end. Default: a temporary folder
              --user NAME:PASSWORD    who may connect; default: the user "default" with an empty password
              --setting NAME=VALUE    a ClickHouse setting that every query starts with
              --allow-files           let queries read and write the files of this machine, with file() and the like
              --allow-network         let queries reach other servers, with url(), s3(), remote() and the like
              --allow-host NAME       a name besides localhost under which clients may address the server
              --allow-origin ORIGIN   an origin, as in http://localhost:3000, whose web pages may use the server
              --log-requests          log a line for each request, with its query id and traceparent
              --help                  this text
            """;

    private static final Set<String> WITH_VALUE =
            Set.of("--port", "--path", "--user", "--setting", "--allow-host", "--allow-origin");

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedClickHouse.Builder builder;
        try {
            builder = parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("clickhouse-embedded: " + e.getMessage() + "\n\n" + HELP);
            System.exit(2);
            return;
        }
        if (builder == null) {
            System.out.print(HELP);
            return;
        }
        EmbeddedClickHouse server;
        try {
            server = builder.logListener(System.err::println).start();
        } catch (EmbeddedClickHouseException e) {
            System.err.println("clickhouse-embedded: " + e.getMessage());
            System.exit(1);
            return;
        }
        System.out.println("ClickHouse listens on " + server.endpoint() + ", its data are in " + server.dataPath());
        System.out.println("Try:  echo 'SELECT version()' | curl '" + server.endpoint() + "/' --data-binary @-");
        System.out.println("Ctrl-C stops it.");
        // Ctrl-C returns when port and data are free again.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "clickhouse-embedded-close"));
        CountDownLatch ended = new CountDownLatch(1);
        server.onExit(() -> {
            if (!server.isClosed()) ended.countDown();
        });
        ended.await();
        System.err.println("clickhouse-embedded: " + server.unexpectedEnd());
        System.exit(1);
    }

    /** Returns {@code null} for {@code --help}. */
    static EmbeddedClickHouse.Builder parse(List<String> arguments) {
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder().port(8123);
        Deque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String option = left.removeFirst();
            if (option.equals("--help")) return null;
            if (option.equals("--allow-files")) {
                builder.allowFiles();
                continue;
            }
            if (option.equals("--allow-network")) {
                builder.allowNetwork();
                continue;
            }
            if (option.equals("--log-requests")) {
                builder.logRequests();
                continue;
            }
            int equals = option.indexOf('=');
            if (option.startsWith("--") && equals > 0) {
                left.addFirst(option.substring(equals + 1));
                option = option.substring(0, equals);
            }
            if (!WITH_VALUE.contains(option)) {
                throw new IllegalArgumentException("unknown option " + option);
            }
            if (left.isEmpty()) throw new IllegalArgumentException(option + " needs a value");
            apply(builder, option, left.removeFirst());
        }
        return builder;
    }

    private static void apply(EmbeddedClickHouse.Builder builder, String option, String value) {
        switch (option) {
            case "--port" -> builder.port(number(value));
            case "--path" -> builder.dataPath(Path.of(value));
            case "--allow-host" -> builder.allowHost(value);
            case "--allow-origin" -> builder.allowOrigin(value);
            case "--user" -> {
                String[] parts = split(option, value, ':');
                builder.user(parts[0], parts[1]);
            }
            default -> {
                String[] parts = split(option, value, '=');
                builder.setting(parts[0], parts[1]);
            }
        }
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port needs a number, not " + value, e);
        }
    }

    private static String[] split(String option, String value, char separator) {
        int at = value.indexOf(separator);
        // The value is not repeated: it may be a password.
        if (at <= 0) throw new IllegalArgumentException(option + " needs a name, a '" + separator + "' and a value");
        return new String[] {value.substring(0, at), value.substring(at + 1)};
    }
}
