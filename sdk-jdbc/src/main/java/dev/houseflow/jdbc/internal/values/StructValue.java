package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseType;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A tuple. */
public final class StructValue implements Struct {
    private final ClickHouseType type;
    private final List<?> parts;
    private final Supplier<String> text;

    /** For what the client gives inside of others, or a caller gave to {@code createStruct}. */
    public StructValue(ClickHouseType type, List<?> parts) {
        this(type, parts, null);
    }

    /** The same with its text, as a column has it. */
    StructValue(ClickHouseType type, List<?> parts, Supplier<String> text) {
        this.type = type;
        this.parts = parts;
        this.text = text;
    }

    @Override
    public String getSQLTypeName() {
        return type.toString();
    }

    @Override
    public Object[] getAttributes() throws SQLException {
        List<ClickHouseType> types = types();
        Object[] out = new Object[parts.size()];
        for (int i = 0; i < out.length; i++) {
            ClickHouseType of = types.get(i);
            out[i] = Values.shown(parts.get(i), of, TypeInfo.of(of));
        }
        return out;
    }

    @Override
    public Object[] getAttributes(Map<String, Class<?>> map) throws SQLException {
        return getAttributes();
    }

    /** What the client gave. */
    public List<?> parts() {
        return parts;
    }

    /** The type of the tuple. */
    public ClickHouseType type() {
        return type;
    }

    private List<ClickHouseType> types() {
        ClickHouseType plain = TypeInfo.plain(type);
        List<ClickHouseType> types = new ArrayList<>();
        if (plain instanceof ClickHouseType.Tuple) {
            for (ClickHouseType.Element element : ((ClickHouseType.Tuple) plain).elements()) types.add(element.type());
        } else {
            for (int i = 0; i < parts.size(); i++) types.add(ClickHouseType.parse("Float64"));
        }
        return types;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StructValue
                && ((StructValue) other).type.equals(type)
                && ((StructValue) other).parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return text == null ? Texts.of(this) : text.get();
    }
}
