package dev.houseflow.benchmarks.shapes;

/** Five numeric columns. As a Java record. */
public record NumericRecord(long a, long b, double c, int d, int e) implements Summed {
    @Override
    public long checksum() {
        return Checksum.of(a) + Checksum.of(b) + Checksum.of(c) + Checksum.of(d) + Checksum.of(e);
    }
}
