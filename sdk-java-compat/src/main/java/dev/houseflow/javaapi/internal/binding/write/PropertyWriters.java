package dev.houseflow.javaapi.internal.binding.write;

import dev.houseflow.ColumnBuilder;
import java.util.List;

/** Writes the properties of an object into columns or the elements of a tuple. */
public final class PropertyWriters {
    private final ObjectTaker taker;

    /** By property; {@code null} where it goes nowhere. */
    private final ValueWriter[] writers;

    /** By property: its column. */
    private final int[] positions;

    /** By property: what the taker hands its value to. */
    private final Object[] targets;

    public PropertyWriters(ObjectTaker taker, ValueWriter[] writers, int[] positions) {
        this.taker = taker;
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

    /** Whether {@link #glance} does anything. */
    public boolean glances() {
        return taker.glances();
    }

    /** Fetches from memory what {@link #write} of these objects is going to read. */
    public void glance(Object[] objects, int from, int to) {
        taker.glance(objects, from, to);
    }

    public void write(Object object) {
        taker.take(targets, object);
    }
}
