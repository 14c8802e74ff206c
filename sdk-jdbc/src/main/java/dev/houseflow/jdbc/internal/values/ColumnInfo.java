package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;

/** A column of a result: its name and type, and what JDBC says of them. */
public final class ColumnInfo {
    private final String name;
    private final ClickHouseType type;
    private final TypeInfo info;

    /** For a column called {@code name}. */
    public ColumnInfo(String name, ClickHouseType type) {
        this.name = name;
        this.type = type;
        this.info = TypeInfo.of(type);
    }

    /** For a column of a block. */
    public static ColumnInfo of(Column column) {
        return new ColumnInfo(column.name(), column.type());
    }

    public String name() {
        return name;
    }

    public ClickHouseType type() {
        return type;
    }

    public TypeInfo info() {
        return info;
    }

    /** Whether values are texts, which may say numbers, dates and the like. */
    public boolean isText() {
        return info.kind() == TypeInfo.Kind.TEXT;
    }

    @Override
    public String toString() {
        return "`" + name + "` " + type;
    }
}
