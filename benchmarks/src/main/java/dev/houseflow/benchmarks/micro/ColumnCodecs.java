package dev.houseflow.benchmarks.micro;

import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.replay.Recordings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each codec by itself, in memory: one block of one column, beside a copy of as many bytes.
 * {@link Micro} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ColumnCodecs {
    /** The rows of one of ClickHouse's blocks. */
    private static final int ROWS = 65_409;

    /** The column's type. */
    @Param("Int64")
    public String type;

    private byte[] bytes;
    private byte[] copy;
    private OneColumn column;

    /** How many bytes of Native went through: a second result beside the calls. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Through {
        /** Bytes so far. */
        public long bytes;
    }

    /** Makes sure that the column is recorded, so that measuring processes need no engine. */
    public static void record(Recordings recordings, String type) throws IOException, InterruptedException {
        key(recordings, type);
    }

    private static String key(Recordings recordings, String type) throws IOException, InterruptedException {
        return recordings.key(new Dataset("column", ROWS, List.of(), ColumnTypes.sql(type, ROWS)), "Native", "plain");
    }

    /** Reads the recorded column. */
    @Setup
    public void load() throws IOException, InterruptedException {
        try (Recordings recordings = new Recordings(Recordings.cache(), false)) {
            bytes = recordings.body(key(recordings, type));
        }
        copy = new byte[bytes.length];
        column = new OneColumn(bytes);
    }

    /** Native to a block. */
    @Benchmark
    public Object read(Through through) {
        through.bytes += bytes.length;
        return column.read();
    }

    /** A filled builder to Native. */
    @Benchmark
    public Object write(Through through) {
        long written = column.write();
        through.bytes += written;
        return written;
    }

    /** Objects to a filled builder. */
    @Benchmark
    public Object append(Through through) {
        through.bytes += bytes.length;
        return column.append();
    }

    /** What no codec can be faster than, one for all types of this size. */
    @Benchmark
    public Object copy(Through through) {
        through.bytes += bytes.length;
        System.arraycopy(bytes, 0, copy, 0, bytes.length);
        return copy;
    }
}
