package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.BlockBuilder;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowAdapter;
import dev.houseflow.internal.block.RowReader;
import dev.houseflow.internal.block.RowWriter;
import java.util.Collections;
import java.util.List;

/** What the tuples of an INSERT fill, for rows that are put into blocks as they come. */
final class InsertRows implements RowAdapter<Object[]> {
    private final List<String> names;
    private final int width;

    /**
     * For rows of {@code width} values.
     *
     * @param names the columns; null for all of the table.
     */
    InsertRows(List<String> names, int width) {
        this.names = names == null ? Collections.emptyList() : names;
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
                    + " columns: give one for each, or name the columns as in INSERT INTO t (a, b) VALUES (?, ?)");
        }
        return new Writer();
    }

    private static final class Writer implements RowWriter<Object[]> {
        @Override
        public void bind(BlockBuilder builder) {}

        @Override
        public void write(Object[] row) {
            throw new UnsupportedOperationException("These rows are in blocks already");
        }

        @Override
        public void writeAll(Object[] rows, int from, int to) {
            write(rows);
        }
    }
}
