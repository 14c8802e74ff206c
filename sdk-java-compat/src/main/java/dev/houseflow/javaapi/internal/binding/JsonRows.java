package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.FormatException;

/** Makes objects of one Java class of the rows of an answer in JSON. Thread-safe. */
public final class JsonRows<T> {
    private final Class<T> type;
    private final JsonValues values;

    public JsonRows(Class<T> type, Shapes shapes) {
        this.type = type;
        this.values = new JsonValues(shapes, true);
    }

    /**
     * The object that {@code value} is: maps, lists, texts, numbers, booleans and {@code null}, as
     * JSON has them. {@code row} is its number, or -1 beside the rows.
     */
    @SuppressWarnings("unchecked") // What is converted to a class is of it; that of a primitive type is its box.
    public T read(Object value, int row) {
        try {
            return (T) values.convert(value, type, "");
        } catch (JsonValues.Misfit misfit) {
            throw new FormatException(misfit.getMessage(), null, null, row, -1, misfit);
        }
    }
}
