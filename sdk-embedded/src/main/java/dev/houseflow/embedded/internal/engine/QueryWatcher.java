package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.chdb.Connection;
import dev.houseflow.embedded.internal.chdb.EngineThreads;
import dev.houseflow.embedded.internal.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Looks after the running queries from one thread and a connection of its own: kills those whose
 * clients have left, and reports how far the others are. A connection that runs a query cannot be
 * asked or stopped itself, it is locked until the query ends.
 */
final class QueryWatcher implements AutoCloseable {
    /**
     * A setting that means nothing inside the engine, by which a query is found in
     * system.processes.
     */
    static final String TAG_SETTING = "http_max_multipart_form_data_size";

    private static final long TICK_NANOS = 50_000_000L;
    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final long REPORT_NANOS = 100_000_000L;
    private static final String TAG_OF_PROCESS = "toUInt64OrZero(Settings['" + TAG_SETTING + "'])";

    private final Map<String, RunningQuery> running = new ConcurrentHashMap<>();
    private final AtomicLong tags = new AtomicLong();
    /**
     * Held while queries are killed, so that a kill never hits the next query of the same
     * connection.
     */
    private final Object killing = new Object();

    private final Connection control;
    private final Runnable housekeeping;
    private final Thread thread;
    private volatile boolean closed;
    private long lastReportNanos = System.nanoTime();

    /** @param housekeeping called about once a second, or more often */
    QueryWatcher(Connection control, Runnable housekeeping) {
        this.control = control;
        this.housekeeping = housekeeping;
        this.thread = EngineThreads.factory("houseflow-watcher").newThread(this::loop);
        thread.start();
    }

    static String setTag(long tag) throws EngineException {
        return Sql.set(Map.of(TAG_SETTING, Long.toString(tag)));
    }

    long nextTag() {
        return tags.incrementAndGet();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    void add(RunningQuery query) throws EngineException {
        if (running.putIfAbsent(query.call.queryId(), query) != null) {
            throw new EngineException(
                    216,
                    "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING",
                    "Query with id = " + query.call.queryId() + " is already running.");
        }
        wake();
    }

    void remove(RunningQuery query) {
        running.remove(query.call.queryId(), query);
    }

    /** Marks the query as ended; its connection may run another one when this returns. */
    void end(RunningQuery query) {
        synchronized (killing) {
            query.end();
        }
    }

    /** The running query that a client gave this id. */
    Optional<RunningQuery> find(String queryId) {
        return Optional.ofNullable(running.get(queryId));
    }

    void cancelAll() {
        running.values().forEach(RunningQuery::cancel);
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    private void loop() {
        while (!closed) {
            LockSupport.parkNanos(running.isEmpty() ? IDLE_NANOS : TICK_NANOS);
            try {
                tick();
            } catch (EngineException | RuntimeException e) {
                // The next tick tries again; a query that fails here (memory limit) is no reason to
                // stop watching the others.
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
        control.close();
    }

    private void tick() throws EngineException {
        for (RunningQuery query : running.values()) {
            if (!query.isCancelled() && query.isAbandoned()) {
                query.cancel();
            }
        }
        kill();
        long now = System.nanoTime();
        if (now - lastReportNanos >= REPORT_NANOS
                && running.values().stream().anyMatch(query -> now - query.startedNanos >= REPORT_NANOS)) {
            lastReportNanos = now;
            report();
        }
        housekeeping.run();
    }

    private void kill() throws EngineException {
        synchronized (killing) {
            String tags = running.values().stream()
                    .filter(query -> query.isCancelled() && !query.hasEnded() && query.tag() != 0)
                    .map(query -> Long.toString(query.tag()))
                    .collect(Collectors.joining(", "));
            if (!tags.isEmpty()) {
                control.run("KILL QUERY WHERE " + TAG_OF_PROCESS + " IN (" + tags + ") ASYNC FORMAT Null");
            }
        }
    }

    private void report() throws EngineException {
        List<String[]> rows = control.rows(
                "SELECT " + TAG_OF_PROCESS + ", read_rows, read_bytes, written_rows, written_bytes,"
                        + " total_rows_approx, toUInt64(elapsed * 1e9), greatest(0, memory_usage) FROM system.processes");
        for (RunningQuery query : running.values()) {
            String tag = Long.toString(query.tag());
            for (String[] row : rows) {
                if (query.tag() != 0 && row[0].equals(tag)) {
                    query.report(new QueryProgress(
                            Long.parseLong(row[1]),
                            Long.parseLong(row[2]),
                            Long.parseLong(row[3]),
                            Long.parseLong(row[4]),
                            Long.parseLong(row[5]),
                            0,
                            0,
                            Long.parseLong(row[6]),
                            Long.parseLong(row[7])));
                }
            }
        }
    }

    /** The condition on system.processes that holds for this query alone. */
    static String condition(RunningQuery query) {
        return TAG_OF_PROCESS + " = " + query.tag();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
