package dev.houseflow.javaapi.internal.binding.write;

/**
 * Whether {@link ObjectPrefetch} is worth the while. Objects that lie in memory in the order of the
 * rows come to the processor by themselves; others it has to wait for, and that is what prefetching
 * is for. How they lie cannot be seen, only timed: of each {@link #PERIOD} groups of rows the first
 * {@link #TRIALS} are written with and without in turns, the rest as was quicker. What is written
 * is the same. Not thread-safe.
 */
public final class PrefetchChoice {
    private static final int PERIOD = 256;
    private static final int TRIALS = 8;

    private int group;
    private long began;
    private long leastWith;
    private long leastWithout;

    /** Whether to prefetch the next group of rows; {@link #written} follows. */
    public boolean next() {
        if (group == PERIOD) group = 0;
        if (group == 0) {
            leastWith = Long.MAX_VALUE;
            leastWithout = Long.MAX_VALUE;
        }
        if (group >= TRIALS) return leastWith < leastWithout;
        began = System.nanoTime();
        return isWith();
    }

    /** The group has been written. */
    public void written() {
        if (group < TRIALS) {
            long nanos = System.nanoTime() - began;
            // Not their sum: another thread may have had the processor in between.
            if (isWith()) leastWith = Math.min(leastWith, nanos);
            else leastWithout = Math.min(leastWithout, nanos);
        }
        group++;
    }

    private boolean isWith() {
        return group % 2 == 0;
    }
}
