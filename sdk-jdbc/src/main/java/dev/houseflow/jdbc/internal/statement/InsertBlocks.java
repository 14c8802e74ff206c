package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.BlockBuilder;
import dev.houseflow.FormatException;
import dev.houseflow.InsertRequest;
import dev.houseflow.coroutines.internal.insert.BlockLayout;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.sql.InsertShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of an INSERT as blocks, which are made while the rows come: a batch takes no more memory
 * than its data in ClickHouse's own form. A value that does not fit is refused with its row, which
 * is then not among them. Not thread-safe.
 */
final class InsertBlocks {
    /** Asks what rows are put into. */
    interface Layouts {
        /**
         * The columns of {@code request} for {@code rows}.
         *
         * @param fresh whether what the table was earlier does not count.
         */
        BlockLayout ask(InsertRequest request, InsertRows rows, boolean fresh) throws SQLException;
    }

    /** Makes a request without rows. */
    interface Requests {
        /** @param nullAsDefault whether NULL stands for a column's default. */
        InsertRequest make(boolean nullAsDefault) throws SQLException;
    }

    /** After how many rows a block's bytes are counted. */
    private static final int STEP = 256;

    private final InsertShape shape;
    private final InsertRows rows;
    private final Layouts layouts;
    private final Requests requests;

    private BlockLayout layout;
    private boolean hasFreshLayout;
    private boolean nullAsDefault;
    private int blockRows;
    private long blockBytes;

    private final List<BlockBuilder> full = new ArrayList<>();
    private BlockBuilder block;
    private ColumnValues[] columns;
    private int inBlock;
    private long rowsBefore;
    private int entries;

    InsertBlocks(InsertShape shape, Layouts layouts, Requests requests) {
        this.shape = shape;
        this.rows = new InsertRows(shape.columns(), shape.rows().get(0).length);
        this.layouts = layouts;
        this.requests = requests;
    }

    /** How often {@link #add} has succeeded since {@link #clear}. */
    int entries() {
        return entries;
    }

    InsertShape shape() {
        return shape;
    }

    InsertRows rows() {
        return rows;
    }

    boolean nullAsDefault() {
        return nullAsDefault;
    }

    /** Adds the statement's tuples with {@code values}: all of them, or none. */
    void add(ParameterValues values) throws SQLException {
        if (entries == 0) begin();
        try {
            addRows(values);
        } catch (FormatException e) {
            if (hasFreshLayout || !hasChanged()) throw SqlErrors.of(e);
            try {
                addRows(values);
            } catch (FormatException again) {
                throw SqlErrors.of(again);
            }
        }
        entries++;
    }

    private void addRows(ParameterValues values) throws SQLException {
        long before = rowsBefore + inBlock;
        boolean isWhole = false;
        try {
            for (Object[] tuple : shape.rows()) addRow(tuple, values);
            isWhole = true;
        } finally {
            if (!isWhole) takeBack(before);
        }
    }

    private void addRow(Object[] tuple, ParameterValues values) throws SQLException {
        ColumnValues[] targets = columns;
        for (int i = 0; i < tuple.length; i++) {
            Object part = tuple[i];
            if (part instanceof InsertShape.Mark) {
                int at = ((InsertShape.Mark) part).index;
                if (values.kinds[at] == ParameterValues.UNSET) throw values.unset(at);
                if (values.kinds[at] == ParameterValues.NULL && !targets[i].isNullable() && allowNulls()) {
                    targets = columns;
                }
                try {
                    targets[i].append(values, at);
                } catch (FormatException e) {
                    throw layout.located(e, rowsBefore);
                }
            } else {
                if (part == null && !targets[i].isNullable() && allowNulls()) targets = columns;
                targets[i].append(part);
            }
        }
        inBlock++;
        if (inBlock >= blockRows || inBlock % STEP == 0 && BlockBuildersKt.dataBytes(block) >= blockBytes) nextBlock();
    }

    private void nextBlock() {
        full.add(block);
        rowsBefore += inBlock;
        inBlock = 0;
        use(layout.newBuilder());
    }

    private void use(BlockBuilder builder) {
        block = builder;
        columns = new ColumnValues[builder.columns().size()];
        for (int i = 0; i < columns.length; i++) columns[i] = new ColumnValues(builder.column(i));
    }

    private void begin() throws SQLException {
        hasFreshLayout = false;
        InsertRequest request = requests.make(nullAsDefault);
        blockRows = request.blockRows();
        blockBytes = request.blockBytes();
        BlockLayout now = layouts.ask(request, rows, false);
        if (layout == null || !layout.isSameAs(now)) {
            layout = now;
            use(now.newBuilder());
        }
    }

    /**
     * From now on NULL stands for the default of columns that have one. Says whether that was not
     * so before.
     */
    private boolean allowNulls() throws SQLException {
        if (nullAsDefault) return false;
        nullAsDefault = true;
        move(layouts.ask(requests.make(true), rows, false));
        return true;
    }

    /** Whether the table takes something else by now; then all rows are moved there. */
    private boolean hasChanged() throws SQLException {
        hasFreshLayout = true;
        BlockLayout now = layouts.ask(requests.make(nullAsDefault), rows, true);
        if (now.isSameAs(layout)) return false;
        move(now);
        return true;
    }

    /** Moves all rows, and the beginning of one, into columns of {@code next}. */
    private void move(BlockLayout next) {
        for (int i = 0; i < full.size(); i++) full.set(i, moved(full.get(i), next));
        BlockBuilder moved = moved(block, next);
        layout = next;
        use(moved);
    }

    private static BlockBuilder moved(BlockBuilder from, BlockLayout next) {
        BlockBuilder to = next.newBuilder();
        BlockBuildersKt.copyTo(from, to);
        return to;
    }

    /** Leaves the first {@code rows} rows. */
    private void takeBack(long rowsLeft) {
        while (rowsBefore > rowsLeft) {
            block = full.remove(full.size() - 1);
            rowsBefore -= block.rowCount();
            use(block);
        }
        inBlock = (int) (rowsLeft - rowsBefore);
        BlockBuildersKt.truncate(block, inBlock);
    }

    /** The blocks that have rows. */
    List<BlockBuilder> blocks() {
        List<BlockBuilder> all = new ArrayList<>(full);
        if (inBlock > 0) all.add(block);
        return all;
    }

    /** Forgets all rows. */
    void clear() {
        full.clear();
        if (block != null) block.clear();
        inBlock = 0;
        rowsBefore = 0;
        entries = 0;
    }

    /** How many rows each of the entries has made. */
    long[] counts() {
        long[] counts = new long[entries];
        Arrays.fill(counts, shape.rows().size());
        return counts;
    }
}
