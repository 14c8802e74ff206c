package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.ArrayColumn;
import dev.houseflow.internal.codec.MapColumn;
import dev.houseflow.internal.codec.NullableColumn;
import dev.houseflow.internal.codec.TupleColumn;

/**
 * Finds the composite column inside the wrappers that may stand around it. The plan has checked the
 * type, so the casts hold.
 */
public final class Columns {
    private Columns() {}

    public static ArrayColumn array(Column column) {
        return (ArrayColumn) unwrap(column);
    }

    public static MapColumn map(Column column) {
        return (MapColumn) unwrap(column);
    }

    public static TupleColumn tuple(Column column) {
        return (TupleColumn) unwrap(column);
    }

    private static Column unwrap(Column column) {
        return column instanceof NullableColumn ? unwrap(((NullableColumn) column).getInner()) : column;
    }
}
