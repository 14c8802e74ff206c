package dev.houseflow.jdbc.internal.result;

import dev.houseflow.Block;
import dev.houseflow.ClickHouseException;
import dev.houseflow.Column;
import dev.houseflow.internal.rows.FastColumnAccess;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.errors.Wrappers;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A result that is read forwards, block by block. Where a row stands, and what columns there are. */
abstract class Rows extends LabelledRows {
    private static final Cell[] NO_CELLS = {};
    private static final int LABELS = 64;

    /** How many rows are brought near at once: few enough to stay there until they are read. */
    private static final int NEAR_ROWS = 128;

    private final BlockSource source;
    private final Statement statement;
    private final Runnable onClose;
    private final long maxRows;

    /** The columns of the block at hand; none before the first row, after the last one and when closed. */
    Cell[] cells = NO_CELLS;

    /** The row in the block. */
    int row;

    boolean wasNull;

    private Block block;
    private Block ahead;
    private int blockRows;
    private int nearRows;
    private long rowsBefore;
    private boolean begun;
    private boolean ended;
    private volatile boolean closed;
    private List<ColumnInfo> described;
    private Labels labels;
    private final String[] lastLabels = new String[LABELS];
    private final int[] lastIndexes = new int[LABELS];
    private int nextLabel;
    private final FetchSize fetchSize = new FetchSize();
    private SQLException failure;

    Rows(BlockSource source, Block first, Statement statement, long maxRows, Runnable onClose) {
        this.source = source;
        this.ahead = first;
        this.statement = statement;
        this.maxRows = maxRows;
        this.onClose = onClose;
        if (first != null) describe(first);
    }

    private void describe(Block first) {
        described = new ArrayList<>(first.columns().size());
        for (Column column : first.columns()) described.add(ColumnInfo.of(column));
    }

    @Override
    public boolean next() throws SQLException {
        if (++row < nearRows) return true;
        return further();
    }

    private boolean further() throws SQLException {
        if (row >= blockRows) return nextBlock();
        near();
        return true;
    }

    /** Brings some rows near: reading tens of columns in step defeats the processor's own foresight. */
    private void near() {
        nearRows = Math.min(row + NEAR_ROWS, blockRows);
        FastColumnAccess.prefetch(block, row, nearRows);
    }

    private boolean nextBlock() throws SQLException {
        row--;
        checkOpen();
        if (failure != null) throw failure;
        if (ended) return false;
        rowsBefore += block == null ? 0 : block.rowCount();
        begun = true;
        block = null;
        cells = NO_CELLS;
        Block next = maxRows > 0 && rowsBefore >= maxRows ? null : take();
        if (next == null) {
            ended = true;
            blockRows = 0;
            nearRows = 0;
            // Ends a query of which no more rows are wanted.
            source.close();
            return false;
        }
        if (described == null) describe(next);
        block = next;
        cells = new Cell[next.columns().size()];
        for (int i = 0; i < cells.length; i++) cells[i] = new Cell(next.column(i), described.get(i));
        blockRows = maxRows > 0 ? (int) Math.min(next.rowCount(), maxRows - rowsBefore) : next.rowCount();
        row = 0;
        near();
        return true;
    }

    private Block take() throws SQLException {
        Block next = ahead;
        ahead = null;
        if (next != null) return next;
        try {
            return source.next();
        } catch (SQLException e) {
            failure = e;
            throw e;
        }
    }

    final void checkOpen() throws SQLException {
        if (closed) throw SqlErrors.state("HY010", "This result is closed; execute the statement again");
    }

    /** What to throw where there is no column {@code index}. */
    final SQLException noColumn(int index) throws SQLException {
        checkOpen();
        if (block == null) {
            return SqlErrors.state(
                    "24000",
                    begun
                            ? "There is no row any more: next() returned false"
                            : "Call next() before the first row is read");
        }
        return RowsMeta.noColumn(index, cells.length);
    }

    final List<ColumnInfo> described() throws SQLException {
        checkOpen();
        if (described == null) {
            if (!begun && ahead == null) ahead = take();
            if (ahead != null) describe(ahead);
            else described = source.columns();
        }
        return described;
    }

    @Override
    public int findColumn(String label) throws SQLException {
        if (closed) checkOpen();
        // Callers mostly give the same objects in the same order again.
        int at = nextLabel;
        if (label != null && lastLabels[at] == label) {
            nextLabel = at + 1 < LABELS && lastLabels[at + 1] != null ? at + 1 : 0;
            return lastIndexes[at];
        }
        if (labels == null) labels = new Labels(described());
        int found = labels.find(label);
        lastLabels[at] = label;
        lastIndexes[at] = found;
        nextLabel = at + 1 < Math.min(LABELS, described.size()) ? at + 1 : 0;
        return found;
    }

    @Override
    public Block block() throws SQLException {
        if (block == null || closed) throw noColumn(0);
        return block;
    }

    @Override
    public int rowInBlock() throws SQLException {
        block();
        return row;
    }

    @Override
    public String queryId() {
        return source.queryId();
    }

    @Override
    public void close() throws SQLException {
        if (closed) return;
        closed = true;
        source.close();
        cells = NO_CELLS;
        blockRows = 0;
        nearRows = 0;
        if (onClose != null) onClose.run();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return wasNull;
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return new RowsMeta(described());
    }

    @Override
    public Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }

    private boolean hasRows() throws SQLException {
        if (begun) return rowsBefore > 0 || block != null;
        if (ahead == null) ahead = take();
        return ahead != null;
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkOpen();
        return !begun && hasRows();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkOpen();
        return ended && rowsBefore > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        checkOpen();
        return block != null && rowsBefore == 0 && row == 0;
    }

    @Override
    public boolean isLast() throws SQLException {
        checkOpen();
        if (block == null || row + 1 < blockRows) return false;
        if (maxRows > 0 && rowsBefore + blockRows >= maxRows) return true;
        if (ahead == null) ahead = take();
        return ahead == null;
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return block == null ? 0 : (int) Math.min(Integer.MAX_VALUE, rowsBefore + row + 1);
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != FETCH_FORWARD)
            throw SqlErrors.argument("Results are read forwards only: give ResultSet.FETCH_FORWARD");
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return FETCH_FORWARD;
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        fetchSize.set(rows);
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize.get();
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() throws SQLException {
        checkOpen();
        return CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        checkOpen();
        return false;
    }

    @Override
    public boolean rowInserted() throws SQLException {
        return rowUpdated();
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        return rowUpdated();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public String getCursorName() throws SQLException {
        checkOpen();
        throw SqlErrors.unsupported("ClickHouse has no named cursors; read the result with next()");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** What the client refused to convert. */
    static SQLException refused(ClickHouseException e) {
        return SqlErrors.of(e);
    }
}
