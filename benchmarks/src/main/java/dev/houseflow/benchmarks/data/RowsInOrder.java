package dev.houseflow.benchmarks.data;

import dev.houseflow.benchmarks.shapes.Summed;
import java.util.ArrayList;
import java.util.List;

/**
 * A list whose rows lie in memory as they were made, one after the other, each with all its parts.
 * A collection of young objects puts those that it keeps in an order of its own, another one in
 * every run, and that order then decides how long it takes to read them. A full collection leaves
 * the order as it is; so there is one before there are too many young objects, and after the last
 * of them nothing moves any more.
 */
public final class RowsInOrder {
    /** A third of any data set is less than the young generation at its smallest takes. */
    private static final int PARTS = 3;

    private final int part;
    private final List<Summed> rows;

    /** @param count how many rows will be added */
    public RowsInOrder(int count) {
        part = count / PARTS;
        rows = new ArrayList<>(count);
        System.gc();
    }

    public void add(Summed row) {
        rows.add(row);
        if (rows.size() % part == 0) {
            System.gc();
        }
    }

    public List<Summed> list() {
        return rows;
    }
}
