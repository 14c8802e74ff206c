package dev.houseflow.jdbc.internal.result;

import dev.houseflow.Block;
import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseType;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A result that is in memory: of metadata, of an array, of no keys. */
public final class MemoryBlocks implements BlockSource {
    private final List<ColumnInfo> columns = new ArrayList<>();
    private Block block;

    /**
     * With {@code rows} of {@code names} and their {@code types}.
     */
    public MemoryBlocks(String[] names, ClickHouseType[] types, List<Object[]> rows) throws SQLException {
        List<ColumnHeader> headers = new ArrayList<>();
        List<List<Object>> values = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            columns.add(new ColumnInfo(names[i], types[i]));
            headers.add(new ColumnHeader(names[i], types[i]));
            List<Object> column = new ArrayList<>(rows.size());
            for (Object[] row : rows) column.add(row[i]);
            values.add(column);
        }
        try {
            block = rows.isEmpty() ? null : BlockBuildersKt.blockOf(headers, values);
        } catch (ClickHouseException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public Block next() {
        Block next = block;
        block = null;
        return next;
    }

    @Override
    public List<ColumnInfo> columns() {
        return columns;
    }

    @Override
    public String queryId() {
        return null;
    }

    @Override
    public void close() {
        block = null;
    }
}
