package dev.houseflow.jdbc.internal.url;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.internal.async.DriverCalls;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clients that connections share, one for each set of servers and options. */
public final class Clients {
    /**
     * How long a client that no connection uses is kept: programs without a pool open and close in
     * bursts.
     */
    private static final long KEPT_SECONDS = 5;

    private static final Map<List<Object>, Shared> OPEN = new HashMap<>();
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Clients() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "houseflow-jdbc-clients");
            thread.setDaemon(true);
            return thread;
        });
        // No thread stays behind when no client is left.
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** A client, and how many connections use it. */
    public static final class Shared {
        private final List<Object> key;
        private final ClickHouseAsyncClient client;
        private final DriverCalls calls;
        private final ServerFacts facts = new ServerFacts();
        private int users;

        private Shared(List<Object> key, ClickHouseAsyncClient client) {
            this.key = key;
            this.client = client;
            this.calls = DriverCalls.of(client);
        }

        public ClickHouseAsyncClient client() {
            return client;
        }

        public DriverCalls calls() {
            return calls;
        }

        /** What was asked of the server. */
        public ServerFacts facts() {
            return facts;
        }

        /** To be called once by each connection. */
        public void release() {
            synchronized (OPEN) {
                if (--users > 0) return;
            }
            TIMER.schedule(this::closeIfUnused, KEPT_SECONDS, TimeUnit.SECONDS);
        }

        private void closeIfUnused() {
            synchronized (OPEN) {
                if (users > 0 || OPEN.get(key) != this) return;
                OPEN.remove(key);
            }
            client.close();
        }
    }

    /** The client for {@code options}; its user releases it. */
    public static Shared acquire(Options options) throws SQLException {
        List<Object> key = options.clientKey();
        synchronized (OPEN) {
            Shared shared = OPEN.get(key);
            if (shared == null) {
                shared = new Shared(key, ClientOptions.client(options));
                OPEN.put(key, shared);
            }
            shared.users++;
            return shared;
        }
    }

    /** How many clients are open. */
    public static int open() {
        synchronized (OPEN) {
            return OPEN.size();
        }
    }
}
