package dev.houseflow.benchmarks.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Platform threads that stay between rounds, one per caller, as a thread pool of a service has
 * them.
 */
public final class ThreadCallers implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * The sum of what {@code query} returns, run {@code queries} times on each of {@code callers}
     * threads.
     */
    public long run(int callers, int queries, Callable<Long> query) throws Exception {
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(threads.submit(() -> {
                long sum = 0;
                for (int j = 0; j < queries; j++) {
                    sum += query.call();
                }
                return sum;
            }));
        }
        long sum = 0;
        for (Future<Long> one : all) {
            sum += one.get();
        }
        return sum;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
