package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.internal.values.ArrayValue;
import dev.houseflow.jdbc.internal.values.Plain;
import dev.houseflow.jdbc.internal.values.StructValue;
import java.sql.SQLException;

/** The value of a parameter, as the client knows it, and the ClickHouse type that it goes as. */
final class Binding {
    /** Null for NULL. */
    final Object value;

    private final Object given;
    private final String type;

    private Binding(Object given, Object value, String type) {
        this.given = given;
        this.value = value;
        this.type = type;
    }

    /** {@code value} by its class. What may change is copied. */
    static Binding of(Object value) throws SQLException {
        boolean hasType = value instanceof ArrayValue || value instanceof StructValue;
        return new Binding(hasType ? value : null, Plain.of(value), null);
    }

    /** {@code value} as a {@code type}. */
    static Binding of(Object value, String type) throws SQLException {
        return new Binding(null, Plain.of(value), type);
    }

    /** The type, looked for only where one is needed: a column knows its own. */
    String type() throws SQLException {
        if (type != null) return type;
        if (given instanceof ArrayValue) return "Array(" + ((ArrayValue) given).element() + ")";
        if (given instanceof StructValue) return ((StructValue) given).type().toString();
        return BindTypes.of(value);
    }
}
