package dev.houseflow.jdbc.internal.result;

import dev.houseflow.ClickHouseType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Arrays as results. */
public final class ArrayResults {
    private ArrayResults() {}

    /** A result with the columns INDEX, from {@code first} on, and VALUE. */
    public static ResultSet of(ClickHouseType element, List<?> values, long first) throws SQLException {
        List<Object[]> rows = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) rows.add(new Object[] {first + i, values.get(i)});
        ClickHouseType[] types = {ClickHouseType.parse("Int64"), element};
        return new StreamedRows(new MemoryBlocks(new String[] {"INDEX", "VALUE"}, types, rows), null, null, 0, null);
    }
}
