package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.FormatException;
import java.lang.reflect.Type;

/** Where in a class and in the columns a reader or writer stands, for messages. */
public final class Place {
    /** How a message names the column or the part of it. */
    public final String column;

    /** How a message names the property. */
    public final String property;

    /** The same part of the column in SQL. */
    public final String sql;

    private final String path;
    private final Type type;

    private Place(String column, String property, String sql, String path, Type type) {
        this.column = column;
        this.property = property;
        this.sql = sql;
        this.path = path;
        this.type = type;
    }

    /** The whole row. */
    public static Place row(Type type) {
        return new Place("the row", "the row", "", "", type);
    }

    /** A result of one column, read as {@code type} itself. */
    public static Place single(String column, Type type) {
        return new Place("column `" + column + "`", "`" + Types.show(type) + "`", "`" + column + "`", "", type);
    }

    public boolean isRow() {
        return sql.isEmpty();
    }

    /** What one source of a property is called here. */
    public String element() {
        return isRow() ? "column" : "element in " + column;
    }

    public String path(String property) {
        return path.isEmpty() ? property : path + "." + property;
    }

    public String propertyText(Property property, Type resolved) {
        return "property `" + path(property.name) + ": " + Types.show(resolved) + "`";
    }

    public String elementText(ClickHouseType.Element element, int position) {
        if (isRow()) return "column `" + element.name() + "`";
        return (element.name() == null ? "element " + (position + 1) : "element `" + element.name() + "`") + " of "
                + column;
    }

    /** The property laid over one column or tuple element. */
    public Place inside(Property property, Type resolved, ClickHouseType.Element element, int position) {
        String name = element.name() == null ? String.valueOf(position + 1) : "`" + element.name() + "`";
        return new Place(
                elementText(element, position),
                propertyText(property, resolved),
                isRow() ? name : sql + "." + name,
                path(property.name),
                resolved);
    }

    /** The elements, keys or values of a container. */
    public Place inside(String part, Type type) {
        return new Place("the " + part + " of " + column, "the " + part + " of " + property, "x", path, type);
    }

    /** One element of a tuple that goes over a list or a map. */
    public Place inside(ClickHouseType.Element element, int position, Type type) {
        return new Place(
                elementText(element, position), "the elements of " + property, sql + "." + (position + 1), path, type);
    }

    /** The same place, with what is inside an Optional. */
    public Place of(Type type) {
        return new Place(column, property, sql, path, type);
    }

    public FormatException refusesNull(Column column, int row) {
        return problem(
                column,
                row,
                "The value is NULL, which " + property + " cannot hold: make it `" + boxed()
                        + "` or an Optional, or use ifNull(" + sql + ", ...)");
    }

    public FormatException problem(Column column, int row, String message) {
        return new FormatException(message, column.name(), column.type().toString(), row);
    }

    private String boxed() {
        return Suggestions.boxed(Types.raw(type)).getSimpleName();
    }
}
