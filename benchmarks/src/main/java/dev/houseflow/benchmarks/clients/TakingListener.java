package dev.houseflow.benchmarks.clients;

import dev.houseflow.Attempt;
import dev.houseflow.CallEnd;
import dev.houseflow.CallFirstByte;
import dev.houseflow.CallListener;
import dev.houseflow.CallStart;
import java.util.concurrent.atomic.LongAdder;

/** Takes what a listener for metrics takes: durations, rows and bytes, and the short form of the statement. */
public final class TakingListener implements CallListener {
    private final LongAdder sum = new LongAdder();

    @Override
    public void onStart(CallStart start) {
        start.call().attach(this, System.nanoTime());
    }

    @Override
    public void onFirstByte(CallFirstByte firstByte) {
        sum.add(firstByte.elapsed().toNanos());
    }

    @Override
    public void onAttempt(Attempt attempt) {
        sum.add(attempt.number());
    }

    @Override
    public void onEnd(CallEnd end) {
        Long rows = end.receivedRows();
        sum.add(end.duration().toNanos() + end.receivedBytes() + (rows == null ? 0 : rows));
        sum.add(end.call().summary().length());
        if (end.call().attachment(this) != null) sum.increment();
    }

    /** What was taken in all. */
    public long sum() {
        return sum.sum();
    }
}
