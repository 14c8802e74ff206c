package dev.houseflow.jdbc.internal.errors;

import java.sql.SQLException;

/** {@code unwrap} of objects that wrap nothing. */
public final class Wrappers {
    private Wrappers() {}

    /** {@code object} itself, if it is a {@code type}. */
    public static <T> T unwrap(Object object, Class<T> type) throws SQLException {
        if (type.isInstance(object)) return type.cast(object);
        throw SqlErrors.unsupported("This " + object.getClass().getSimpleName() + " is no " + type.getName()
                + ", and wraps none; ask isWrapperFor first");
    }
}
