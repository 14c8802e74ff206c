package dev.houseflow.javaapi.internal;

import dev.houseflow.Column;
import dev.houseflow.internal.rows.FastColumnAccess;

/** Reads single values through one getter of the column. */
final class ScalarReader extends ValueReader {
    /** One getter of {@link Column}, possibly with a conversion behind it; never asked for NULL. */
    interface Getter {
        Object get(Column column, int row);
    }

    private final Getter getter;
    private Column column;

    ScalarReader(Getter getter) {
        this.getter = getter;
    }

    @Override
    void bind(Column column) {
        this.column = column;
    }

    @Override
    Object read(int row) {
        return FastColumnAccess.isNull(column, row) ? null : getter.get(column, row);
    }
}
