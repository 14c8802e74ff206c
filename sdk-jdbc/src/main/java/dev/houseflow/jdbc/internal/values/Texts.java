package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Composed values as ClickHouse's text, which the columns of the client know to write. */
final class Texts {
    private Texts() {}

    static String of(ArrayValue value) {
        try {
            return text(ClickHouseType.parse("Array(" + value.element() + ")"), value.values());
        } catch (SQLException | ClickHouseException e) {
            return "Array(" + value.element() + ")";
        }
    }

    static String of(StructValue value) {
        try {
            return text(TypeInfo.plain(value.type()), value.parts());
        } catch (SQLException | ClickHouseException e) {
            return value.type().toString();
        }
    }

    private static String text(ClickHouseType type, List<?> value) throws SQLException {
        return column(type, Collections.singletonList(Plain.of(value))).getString(0);
    }

    /** A column of {@code values}. */
    static Column column(ClickHouseType type, List<?> values) throws SQLException {
        try {
            return BlockBuildersKt.blockOf(
                            Collections.singletonList(new ColumnHeader("value", type)),
                            Collections.singletonList(values))
                    .column(0);
        } catch (ClickHouseException e) {
            throw SqlErrors.of(e);
        }
    }
}
