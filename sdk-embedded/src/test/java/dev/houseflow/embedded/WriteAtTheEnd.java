package dev.houseflow.embedded;

import java.util.concurrent.TimeUnit;

/**
 * As {@link StartAndWait}, with a shutdown hook that takes its time, writes rows to the server and prints how many are there: an application that
 * flushes at its end.
 */
public final class WriteAtTheEnd {
    private WriteAtTheEnd() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedClickHouse server = EmbeddedClickHouse.start();
        Http.answer(server, "CREATE TABLE t (x UInt64) ENGINE MergeTree ORDER BY x");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> flush(server)));
        System.out.println(server.pid());
        System.out.println(server.port());
        System.out.println(server.dataPath());
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void flush(EmbeddedClickHouse server) {
        try {
            TimeUnit.SECONDS.sleep(2);
            Http.answer(server, "INSERT INTO t SELECT number FROM numbers(1000)");
            System.out.println(Http.answer(server, "SELECT count() FROM t") + " rows");
        } catch (Exception e) {
            System.out.println("failed: " + e);
        }
    }
}
