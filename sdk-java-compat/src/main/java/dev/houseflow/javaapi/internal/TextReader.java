package dev.houseflow.javaapi.internal;

import dev.houseflow.Column;
import dev.houseflow.internal.rows.FastColumnAccess;

/** Reads texts as {@code String}. */
final class TextReader extends ValueReader {
    private Column column;

    @Override
    void bind(Column column) {
        this.column = column;
    }

    @Override
    Object read(int row) {
        return FastColumnAccess.isNull(column, row) ? null : FastColumnAccess.text(column, row);
    }
}
