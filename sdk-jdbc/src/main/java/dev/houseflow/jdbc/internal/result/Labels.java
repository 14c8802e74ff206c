package dev.houseflow.jdbc.internal.result;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds columns by their labels: by the exact one first, then by one in other case; of equal ones
 * the first.
 */
final class Labels {
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> folded = new HashMap<>();
    private final List<ColumnInfo> columns;

    Labels(List<ColumnInfo> columns) {
        this.columns = columns;
        for (int i = 0; i < columns.size(); i++) {
            exact.putIfAbsent(columns.get(i).name(), i + 1);
            folded.putIfAbsent(columns.get(i).name().toLowerCase(Locale.ROOT), i + 1);
        }
    }

    int find(String label) throws SQLException {
        Integer found = exact.get(label);
        if (found == null && label != null) found = folded.get(label.toLowerCase(Locale.ROOT));
        if (found != null) return found;
        StringBuilder names = new StringBuilder();
        for (ColumnInfo column : columns)
            names.append(names.length() == 0 ? "" : ", ").append(column.name());
        throw SqlErrors.state(
                "42S22", "There is no column " + label + ": the result has " + (names.length() == 0 ? "none" : names));
    }
}
