package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseException;
import dev.houseflow.QueryRequest;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.result.RowsMeta;
import dev.houseflow.jdbc.internal.sql.InsertShape;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import dev.houseflow.jdbc.internal.sql.StatementKind;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A statement with parameters. INSERTs of plain values go as blocks. */
final class PreparedStatementImpl extends ParameterSetters {
    private static final int SUCCESS = 1;

    /** What a request of values in text may have, in characters. */
    private static final int TEXT = 1 << 20;

    private List<Binding[]> batch = new ArrayList<>();

    /** The rows of an INSERT whose values go as blocks; else null. */
    private final InsertBlocks blocks;

    /** The same for rows that are executed at once, beside those of a batch. */
    private InsertBlocks ownBlocks;

    private List<ColumnInfo> columns;

    PreparedStatementImpl(ConnectionImpl connection, ParsedSql parsed) {
        super(connection, parsed);
        blocks = parsed.insert() != null && parsed.parameters() > 0 ? newBlocks() : null;
    }

    private InsertBlocks newBlocks() {
        return new InsertBlocks(
                parsed.insert(), this::layout, nullAsDefault -> insertRequest(parsed.insert(), nullAsDefault));
    }

    @Override
    public boolean execute() throws SQLException {
        checkOpen();
        if (blocks == null) return run(parsed, values.bindings(), true);
        insertOne();
        return false;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        checkOpen();
        return query(parsed, values.bindings());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        checkOpen();
        if (blocks == null) return update(parsed, values.bindings());
        insertOne();
        return updateCount;
    }

    private void insertOne() throws SQLException {
        reset();
        if (ownBlocks == null) ownBlocks = newBlocks();
        try {
            ownBlocks.add(values);
            insert(ownBlocks);
        } finally {
            ownBlocks.clear();
        }
        updateCount = parsed.insert().rows().size();
    }

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        if (parsed.kind() == StatementKind.READS) {
            throw SqlErrors.statement(parsed.firstWord() + " has a result, and a batch has none: use executeQuery");
        }
        if (blocks == null) batch.add(values.bindings());
        else blocks.add(values);
    }

    @Override
    public void clearBatch() throws SQLException {
        super.clearBatch();
        batch = new ArrayList<>();
        if (blocks != null) blocks.clear();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return Batches.ints(this::executeLargeBatch);
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        if (blocks != null) return insertBlocks();
        List<Binding[]> entries = batch;
        batch = new ArrayList<>();
        if (entries.isEmpty()) return new long[0];
        int values = parsed.bringsValues() && parsed.tuples() > 0 ? parsed.valuesAt() : -1;
        if (values >= 0) return texts(entries, values);
        return Batches.oneByOne(entries.size(), i -> {
            long count = update(parsed, entries.get(i));
            return parsed.mutates() ? SUCCESS_NO_INFO : count;
        });
    }

    private long[] insertBlocks() throws SQLException {
        if (blocks.entries() == 0) return new long[0];
        reset();
        try {
            insert(blocks);
            return blocks.counts();
        } catch (SQLException e) {
            throw Batches.failedTogether(0, blocks.entries(), blocks.entries(), e);
        } finally {
            blocks.clear();
        }
    }

    /** Expressions in VALUES go as text, many tuples at once. */
    private long[] texts(List<Binding[]> entries, int values) throws SQLException {
        String head = parsed.sql().substring(0, values);
        int done = 0;
        while (done < entries.size()) {
            StringBuilder sql = new StringBuilder(head).append(' ');
            int next = done;
            while (next < entries.size() && (next == done || sql.length() < TEXT)) {
                if (next > done) sql.append(", ");
                sql.append(Bound.literal(parsed, entries.get(next++), values));
            }
            try {
                run(connection.parse(sql.toString(), false), new Binding[0], false);
            } catch (SQLException e) {
                throw Batches.failedTogether(done, next - done, entries.size(), e);
            }
            done = next;
        }
        return counts(entries.size(), parsed.tuples());
    }

    private static long[] counts(int size, int each) {
        long[] counts = new long[size];
        Arrays.fill(counts, (long) SUCCESS * each);
        return counts;
    }

    /**
     * The columns before execution, asked of the server once; null for a statement without a
     * result.
     */
    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        if (result != null) return result.getMetaData();
        if (parsed.kind() != StatementKind.READS) return null;
        if (columns == null) {
            Binding[] nulls = new Binding[parsed.parameters()];
            Arrays.fill(nulls, Binding.of(null));
            columns = describe(Bound.request(parsed, nulls, true));
        }
        return columns.isEmpty() ? null : new RowsMeta(columns);
    }

    private List<ColumnInfo> describe(QueryRequest.Builder request) throws SQLException {
        connection.apply(request);
        return StreamSource.describe(connection.client(), Bound.build(request));
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new ParameterMeta(parsed, parsed.insert() == null ? null : this::insertedColumns);
    }

    private List<ColumnInfo> insertedColumns() throws SQLException {
        InsertShape insert = parsed.insert();
        String list = insert.columns() == null ? "*" : String.join(", ", insert.columns());
        try {
            return describe(QueryRequest.builder("SELECT " + list + " FROM " + insert.table()));
        } catch (ClickHouseException e) {
            return Collections.emptyList();
        }
    }

    private static SQLException noText() {
        return SqlErrors.statement(
                "A prepared statement has its text already: call the method without one, or use createStatement");
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        throw noText();
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        throw noText();
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        throw noText();
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        throw noText();
    }
}
