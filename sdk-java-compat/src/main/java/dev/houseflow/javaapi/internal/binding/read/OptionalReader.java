package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads {@code Optional} and its three primitive kin: NULL is empty. */
public final class OptionalReader extends ValueReader {
    private final Class<?> optional;
    private final ValueReader value;

    public OptionalReader(Class<?> optional, ValueReader value) {
        this.optional = optional;
        this.value = value;
    }

    @Override
    public void bind(Column column) {
        value.bind(column);
    }

    @Override
    public Object read(int row) {
        Object found = value.read(row);
        if (optional == OptionalInt.class) return found == null ? OptionalInt.empty() : OptionalInt.of((Integer) found);
        if (optional == OptionalLong.class) return found == null ? OptionalLong.empty() : OptionalLong.of((Long) found);
        if (optional == OptionalDouble.class)
            return found == null ? OptionalDouble.empty() : OptionalDouble.of((Double) found);
        return Optional.ofNullable(found);
    }
}
