package dev.houseflow.embedded.internal.chdb;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that call into the library. It parses and plans on its caller's stack: on the JVM's
 * usual 1 MB a hundred nested sub-queries end the process, on these it answers with code 306. Only
 * address space is reserved for a stack, memory comes as it is touched.
 */
public final class EngineThreads {
    private static final long STACK_BYTES = 32L << 20;
    private static final long IDLE_SECONDS = 30;

    private EngineThreads() {}

    /**
     * A pool of at most {@code limit} threads that queues nothing: what finds no free thread is
     * rejected.
     */
    public static ExecutorService pool(String name, int limit) {
        return new ThreadPoolExecutor(
                0, limit, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory(name));
    }

    public static ThreadFactory factory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, name + "-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }
}
