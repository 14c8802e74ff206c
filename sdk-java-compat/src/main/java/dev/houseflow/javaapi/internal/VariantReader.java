package dev.houseflow.javaapi.internal;

import dev.houseflow.Column;
import dev.houseflow.internal.codec.VariantColumn;
import java.util.List;

/** Reads {@code Variant} as a sealed type: each alternative as the subclass that stands for it. */
final class VariantReader extends ValueReader {
    /** By alternative. */
    private final ValueReader[] readers;

    private VariantColumn column;

    VariantReader(ValueReader[] readers) {
        this.readers = readers;
    }

    @Override
    void bind(Column column) {
        this.column = (VariantColumn) column;
        List<Column> alternatives = this.column.getAlternatives();
        for (int i = 0; i < readers.length; i++) readers[i].bind(alternatives.get(i));
    }

    @Override
    Object read(int row) {
        int alternative = column.alternative(row);
        return alternative < 0 ? null : readers[alternative].read(column.rowInAlternative(row));
    }

    /** Reads a whole value into the one property of a class. */
    static final class Wrapper extends ValueReader {
        private final ObjectMaker maker;
        private final ValueReader[] property;

        Wrapper(ObjectMaker maker, ValueReader[] property) {
            this.maker = maker;
            this.property = property;
        }

        @Override
        void bind(Column column) {
            property[0].bind(column);
        }

        @Override
        Object read(int row) {
            return maker.make(property, row);
        }
    }
}
