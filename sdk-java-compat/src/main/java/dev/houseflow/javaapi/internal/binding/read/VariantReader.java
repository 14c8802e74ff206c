package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.codec.VariantColumn;
import java.util.List;

/**
 * Reads {@code Variant} and {@code Dynamic} as a sealed type: each alternative as the subclass that
 * stands for it.
 */
public final class VariantReader extends ValueReader {
    /**
     * Gives the reader of an alternative by its number and type, or {@code null} when nothing
     * stands for it.
     */
    public interface Chooser {
        ValueReader readerOf(int number, ClickHouseType type);
    }

    private final Chooser chooser;
    private final BindingPath path;
    private ValueReader[] readers = {};
    private VariantColumn column;

    public VariantReader(Chooser chooser, BindingPath path) {
        this.chooser = chooser;
        this.path = path;
    }

    @Override
    public void bind(Column column) {
        this.column = (VariantColumn) column;
        List<Column> alternatives = this.column.getAlternatives();
        readers = new ValueReader[alternatives.size()];
        for (int i = 0; i < readers.length; i++) {
            Column alternative = alternatives.get(i);
            if (alternative.size() == 0) continue;
            readers[i] = chooser.readerOf(i, alternative.type());
            if (readers[i] != null) readers[i].bind(alternative);
        }
    }

    @Override
    public Object read(int row) {
        int alternative = column.alternative(row);
        if (alternative < 0) return null;
        if (readers[alternative] == null) throw noPlace(alternative, row);
        return readers[alternative].read(column.rowInAlternative(row));
    }

    private RuntimeException noPlace(int alternative, int row) {
        ClickHouseType type = column.getAlternatives().get(alternative).type();
        return path.problem(
                column, row, "This value is a " + type + ", which " + path.getProperty() + " has no place for");
    }

    /** Reads a whole value into the one property of a class. */
    public static final class Wrapper extends ValueReader {
        private final RowConstructor constructor;
        private final ValueReader[] property;

        public Wrapper(RowConstructor constructor, ValueReader[] property) {
            this.constructor = constructor;
            this.property = property;
        }

        @Override
        public void bind(Column column) {
            property[0].bind(column);
        }

        @Override
        public Object read(int row) {
            return constructor.make(property, row);
        }
    }
}
