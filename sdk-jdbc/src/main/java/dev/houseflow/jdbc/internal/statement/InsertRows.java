package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.BlockBuilder;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowAdapter;
import dev.houseflow.internal.block.RowReader;
import dev.houseflow.internal.block.RowWriter;
import java.util.List;

/** Rows of values in the order of an insert's columns. */
final class InsertRows implements RowAdapter<Object[]> {
    private final List<String> names;
    private final int width;

    /**
     * For rows of {@code width} values.
     *
     * @param names the columns; none for all of the table.
     */
    InsertRows(List<String> names, int width) {
        this.names = names;
        this.width = width;
    }

    @Override
    public List<String> getColumnNames() {
        return names;
    }

    @Override
    public RowReader<Object[]> reader(List<ColumnHeader> columns) {
        throw new UnsupportedOperationException("These rows are written only");
    }

    @Override
    public boolean mayAskClock(int index, String name) {
        return true;
    }

    @Override
    public RowWriter<Object[]> writer(List<ColumnHeader> columns) {
        if (columns.size() != width) {
            throw new FormatException("The statement has " + width + " values for " + columns.size()
                    + " columns: give one for each, or name the " + "columns as in INSERT INTO t (a, b) VALUES (?, ?)");
        }
        ColumnValues[] values = new ColumnValues[columns.size()];
        for (int i = 0; i < values.length; i++) values[i] = new ColumnValues(columns.get(i));
        return new Writer(values);
    }

    private static final class Writer implements RowWriter<Object[]> {
        private final ColumnValues[] values;
        private BlockBuilder block;

        Writer(ColumnValues[] values) {
            this.values = values;
        }

        @Override
        public void bind(BlockBuilder builder) {
            block = builder;
        }

        @Override
        public void write(Object[] row) {
            for (int i = 0; i < values.length; i++) values[i].append(block.column(i), row[i]);
        }

        @Override
        public void writeAll(Object[] rows, int from, int to) {
            for (int i = from; i < to; i++) write((Object[]) rows[i]);
        }
    }
}
