package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import java.util.List;

/** Writes the properties of an object into columns or the elements of a tuple. */
public final class PropertyWriters {
    private final RowDeconstructor deconstructor;

    /** By property; {@code null} where it goes nowhere. */
    private final ValueWriter[] writers;

    /** By property: its column. */
    private final int[] positions;

    /** By property: what the deconstructor hands its value to. */
    private final Object[] targets;

    public PropertyWriters(RowDeconstructor deconstructor, ValueWriter[] writers, int[] positions) {
        this.deconstructor = deconstructor;
        this.writers = writers;
        this.positions = positions;
        this.targets = new Object[writers.length];
    }

    public void bind(List<? extends ColumnBuilder> columns) {
        for (int i = 0; i < writers.length; i++) {
            if (writers[i] == null) continue;
            ColumnBuilder column = columns.get(positions[i]);
            writers[i].bind(column);
            targets[i] = writers[i].isPlain() ? column : writers[i];
        }
    }

    /** Whether {@link #prefetch} does anything. */
    public boolean prefetches() {
        return deconstructor.prefetches();
    }

    /** Fetches from memory what {@link #write} of these objects is going to read. */
    public void prefetch(Object[] objects, int from, int to) {
        deconstructor.prefetch(objects, from, to);
    }

    public void write(Object object) {
        deconstructor.take(targets, object);
    }
}
