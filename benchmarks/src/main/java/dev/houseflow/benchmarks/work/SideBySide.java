package dev.houseflow.benchmarks.work;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.houseflow.benchmarks.clients.Reading;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Runs several ways of doing one thing in turns, so that whatever else the machine does hits all of
 * them alike, and reports the median of the rounds after warm-up.
 */
public final class SideBySide implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /**
     * Any round of a fast way, warm-up too, repeats it until this time is over: a few milliseconds
     * are too noisy a sample, and twelve of them too short for the JVM to have compiled everything.
     * Limits have next to nothing to be compiled.
     */
    private static final long LEAST_NANOS = 75_000_000;

    private static final int MOST_TIMES = 10;

    private final String subject;
    private final long rows;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    private record Way(Reading reading, boolean checked, List<double[]> samples) {}

    /** @param rows how many rows, or other units, one reading of {@code subject} has */
    SideBySide(String subject, long rows) {
        this.subject = subject;
        this.rows = rows;
    }

    /** Adds a way whose checksum must equal that of all others. */
    public SideBySide add(String name, Reading reading) {
        ways.put(name, new Way(reading, true, new ArrayList<>()));
        return this;
    }

    /**
     * Adds a limit, which reads the bytes but not the values, so that its checksum says nothing.
     */
    SideBySide addLimit(String name, Reading reading) {
        ways.put(name, new Way(reading, false, new ArrayList<>()));
        return this;
    }

    /**
     * One way's figures. All of them are those of this process: the server runs in another one.
     *
     * @param millis median time of a round
     * @param spread how far the middle half of the rounds lies apart, as a part of the median
     * @param bytesPerRow median of the bytes allocated by all threads per row
     * @param cpuNanosPerRow CPU time of all threads, garbage collection and compilation included,
     *     per row; the mean, because the clock is coarse
     */
    record Result(double millis, double spread, double bytesPerRow, double cpuNanosPerRow) {}

    /**
     * Runs {@code warmUp} unmeasured rounds, then {@code rounds} measured ones, and fails when two
     * ways disagree on the data.
     */
    public Map<String, Result> run(int warmUp, int rounds) throws Exception {
        List<String> order = new ArrayList<>(ways.keySet());
        Random random = new Random(1);
        for (int round = -warmUp; round < rounds; round++) {
            Map<String, Long> checksums = new LinkedHashMap<>();
            for (String name : order) {
                Way way = ways.get(name);
                long start = System.nanoTime();
                int times = 0;
                do {
                    long checksum = measure(way, round >= 0);
                    if (way.checked()) {
                        checksums.put(name, checksum);
                    }
                    times++;
                } while (times < MOST_TIMES
                        && (way.checked() || round >= 0)
                        && System.nanoTime() - start < LEAST_NANOS);
            }
            if (Set.copyOf(checksums.values()).size() > 1) {
                throw new IllegalStateException("The clients read different values of " + subject + ": " + checksums);
            }
            // The subject that comes next pays for some of this one's garbage: let that be another
            // one each time.
            Collections.shuffle(order, random);
        }
        Map<String, Result> results = new LinkedHashMap<>();
        ways.forEach((name, way) -> results.put(name, summarize(way.samples())));
        return results;
    }

    private long measure(Way way, boolean keep) throws Exception {
        long allocatedBefore = allocated();
        long cpuBefore = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        long checksum = way.reading().readAll();
        double millis = (System.nanoTime() - start) / 1e6;
        double cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / (double) rows;
        double bytes = (allocated() - allocatedBefore) / (double) rows;
        if (keep) {
            way.samples().add(new double[] {millis, bytes, cpu});
        }
        return checksum;
    }

    /** Closes all ways. */
    @Override
    public void close() {
        for (Way way : ways.values()) {
            way.reading().close();
        }
    }

    private static Result summarize(List<double[]> samples) {
        double[] millis = sorted(samples, 0);
        double[] bytes = sorted(samples, 1);
        double median = millis[millis.length / 2];
        double spread = (millis[millis.length * 3 / 4] - millis[millis.length / 4]) / median;
        double cpu = Arrays.stream(sorted(samples, 2)).average().orElse(0);
        return new Result(median, spread, bytes[bytes.length / 2], cpu);
    }

    private static double[] sorted(List<double[]> samples, int index) {
        return samples.stream().mapToDouble(s -> s[index]).sorted().toArray();
    }

    /**
     * Bytes allocated by all live threads so far. A thread that ends in between takes its bytes
     * with it, so long-lived pools measure best.
     */
    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
