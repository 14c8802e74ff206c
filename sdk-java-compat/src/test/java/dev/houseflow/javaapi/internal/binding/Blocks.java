package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.Block;
import dev.houseflow.BlockBuilder;
import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowReader;
import dev.houseflow.internal.block.RowWriter;
import dev.houseflow.internal.codec.NativeBuilder;
import java.util.ArrayList;
import java.util.List;

/** Blocks without a server, for the tests of the row adapter. */
final class Blocks {
    private Blocks() {}

    /** Headers from names and types by turns. */
    static List<ColumnHeader> headers(String... namesAndTypes) {
        List<ColumnHeader> headers = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            headers.add(new ColumnHeader(namesAndTypes[i], ClickHouseType.parse(namesAndTypes[i + 1])));
        }
        return headers;
    }

    /** A block of these rows; each value as the builder of its column takes it. */
    static Block block(List<ColumnHeader> headers, Object[]... rows) {
        BlockBuilder builder = BlockBuildersKt.newBlockBuilder(headers);
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) builder.column(i).append(row[i]);
        }
        return build(builder);
    }

    static Object[] row(Object... values) {
        return values;
    }

    /** The rows of {@code block} as objects. */
    static <T> List<T> read(Class<T> type, List<ColumnHeader> headers, Block block) {
        RowReader<T> reader = adapter(type).reader(headers);
        reader.bind(block);
        List<T> rows = new ArrayList<>();
        for (int i = 0; i < block.rowCount(); i++) rows.add(reader.read(i));
        return rows;
    }

    /** The object as a block of one row. */
    static <T> Block write(Class<T> type, List<ColumnHeader> headers, T row) {
        return write(type, headers, List.of(row));
    }

    private static <T> Block write(Class<T> type, List<ColumnHeader> headers, List<T> rows) {
        BlockBuilder builder = BlockBuildersKt.newBlockBuilder(headers);
        RowWriter<T> writer = adapter(type).writer(headers);
        writer.bind(builder);
        for (T row : rows) writer.write(row);
        BlockBuildersKt.flushDeferred(builder);
        return build(builder);
    }

    /** The objects, written and read back. */
    @SafeVarargs
    static <T> List<T> roundTrip(Class<T> type, List<ColumnHeader> headers, T... rows) {
        List<T> list = new ArrayList<>();
        for (T row : rows) list.add(row);
        return read(type, headers, write(type, headers, list));
    }

    static <T> ClassRowAdapter<T> adapter(Class<T> type) {
        return new ClassRowAdapter<>(type, new Shapes());
    }

    private static Block build(BlockBuilder builder) {
        List<Column> columns = new ArrayList<>();
        for (ColumnBuilder column : builder.columns()) columns.add(((NativeBuilder) column).build());
        return new Block(columns, builder.rowCount());
    }
}
