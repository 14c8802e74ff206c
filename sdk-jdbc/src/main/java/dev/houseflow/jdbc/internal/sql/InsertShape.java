package dev.houseflow.jdbc.internal.sql;

import java.util.List;
import java.util.Map;

/**
 * An INSERT whose rows this driver can send as blocks: all their values are marks or plain
 * literals.
 */
public final class InsertShape {
    /** A value that comes from the parameter of this index, from 0. */
    public static final class Mark {
        /** The index of the parameter, from 0. */
        public final int index;

        Mark(int index) {
            this.index = index;
        }
    }

    private final String table;
    private final List<String> columns;
    private final Map<String, String> settings;
    private final List<Object[]> rows;
    private final int marks;

    InsertShape(String table, List<String> columns, Map<String, String> settings, List<Object[]> rows, int marks) {
        this.table = table;
        this.columns = columns;
        this.settings = settings;
        this.rows = rows;
        this.marks = marks;
    }

    /** The table, quoted as in the statement. */
    public String table() {
        return table;
    }

    /** The columns, quoted as in the statement; null when it names none. */
    public List<String> columns() {
        return columns;
    }

    /** What stands in its SETTINGS clause. */
    public Map<String, String> settings() {
        return settings;
    }

    /** How many parameters it has. */
    public int marks() {
        return marks;
    }

    /** The tuples behind VALUES: literals, and {@link Mark}s. */
    public List<Object[]> rows() {
        return rows;
    }
}
