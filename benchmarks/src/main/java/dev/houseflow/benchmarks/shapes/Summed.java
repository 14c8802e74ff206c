package dev.houseflow.benchmarks.shapes;

/** A row as an object. */
public interface Summed {
    /** The share of this row in the checksum of its data set: every value counts. */
    long checksum();
}
