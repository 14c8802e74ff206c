package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.rows.FastColumnAccess;

/** Reads texts as {@code String}. */
public final class TextReader extends ValueReader {
    private Column column;

    @Override
    public void bind(Column column) {
        this.column = column;
    }

    @Override
    public Object read(int row) {
        return FastColumnAccess.isNull(column, row) ? null : FastColumnAccess.text(column, row);
    }
}
