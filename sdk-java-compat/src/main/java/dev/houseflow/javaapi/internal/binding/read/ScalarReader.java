package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.rows.FastColumnAccess;

/** Reads single values through one getter of the column. */
public final class ScalarReader extends ValueReader {
    /** One getter of {@link Column}, possibly with a conversion behind it; never asked for NULL. */
    public interface Getter {
        Object get(Column column, int row);
    }

    private final Getter getter;
    private Column column;

    public ScalarReader(Getter getter) {
        this.getter = getter;
    }

    @Override
    public void bind(Column column) {
        this.column = column;
    }

    @Override
    public Object read(int row) {
        return FastColumnAccess.isNull(column, row) ? null : getter.get(column, row);
    }
}
