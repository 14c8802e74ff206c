package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.Column;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.javaapi.internal.binding.read.ValueReader;
import java.lang.reflect.Type;

/** Reads the objects of a JSON column as one Java class. */
final class JsonReader extends ValueReader {
    private final Type type;
    private final JsonValues values;
    private final BindingPath path;
    private Column column;

    JsonReader(Type type, Shapes shapes, BindingPath path) {
        this.type = type;
        this.values = new JsonValues(shapes);
        this.path = path;
    }

    @Override
    public void bind(Column column) {
        this.column = column;
    }

    @Override
    public Object read(int row) {
        if (column.isNull(row)) return null;
        try {
            return values.convert(column.getMap(row), type, "");
        } catch (JsonValues.Misfit misfit) {
            throw path.problem(column, row, misfit.getMessage());
        }
    }
}
