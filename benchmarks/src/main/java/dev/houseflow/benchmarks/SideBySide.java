package dev.houseflow.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs several readings of one data set in turns, so that whatever else the machine does hits all of them alike, and reports the median of the
 * rounds after warm-up.
 */
final class SideBySide {
    private final Dataset dataset;
    private final Map<String, Reading> readings = new LinkedHashMap<>();

    SideBySide(Dataset dataset) {
        this.dataset = dataset;
    }

    SideBySide add(String name, Reading reading) {
        readings.put(name, reading);
        return this;
    }

    /**
     * One reading's figures.
     *
     * @param millis median time of a round
     * @param spread how far the middle half of the rounds lies apart, as a part of the median
     * @param bytesPerRow median of the bytes allocated on the whole JVM per row
     */
    record Result(double millis, double spread, double bytesPerRow) {}

    /** Runs {@code warmUp} unmeasured rounds, then {@code rounds} measured ones, and fails when two readings disagree on the data. */
    Map<String, Result> run(int warmUp, int rounds) throws Exception {
        Map<String, List<double[]>> samples = new LinkedHashMap<>();
        readings.keySet().forEach(name -> samples.put(name, new ArrayList<>()));
        Long expected = null;
        for (int round = -warmUp; round < rounds; round++) {
            for (Map.Entry<String, Reading> entry : readings.entrySet()) {
                long allocatedBefore = allocated();
                long start = System.nanoTime();
                long checksum = entry.getValue().readAll();
                double millis = (System.nanoTime() - start) / 1e6;
                double bytes = (allocated() - allocatedBefore) / (double) dataset.rows();
                if (expected == null) {
                    expected = checksum;
                } else if (expected != checksum) {
                    throw new IllegalStateException(
                            entry.getKey() + " read other values of " + dataset.name() + " than the first reading");
                }
                if (round >= 0) {
                    samples.get(entry.getKey()).add(new double[] {millis, bytes});
                }
            }
        }
        Map<String, Result> results = new LinkedHashMap<>();
        samples.forEach((name, values) -> results.put(name, summarize(values)));
        return results;
    }

    private static Result summarize(List<double[]> samples) {
        double[] millis = samples.stream().mapToDouble(s -> s[0]).sorted().toArray();
        double[] bytes = samples.stream().mapToDouble(s -> s[1]).sorted().toArray();
        double median = millis[millis.length / 2];
        double spread = (millis[millis.length * 3 / 4] - millis[millis.length / 4]) / median;
        return new Result(median, spread, bytes[bytes.length / 2]);
    }

    /** Bytes allocated by all live threads so far. A thread that ends in between takes its bytes with it, so long-lived pools measure best. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
