package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ClickHouseType;
import dev.houseflow.FormatException;
import dev.houseflow.internal.codec.PlainTypesKt;
import java.util.List;

/** The words for what does not match. */
public final class Mismatch {
    private Mismatch() {}

    public static String text(ClickHouseType type, Place place) {
        ClickHouseType plain = PlainTypesKt.plainType(type);
        String natural = Suggestions.javaTypeOf(type);
        String fix;
        if (plain instanceof ClickHouseType.AggregateFunction) {
            fix = "a state is no value: select finalizeAggregation(" + place.sql
                    + "), or make it `byte[]` to keep the state";
        } else if (natural != null) {
            fix = "make it `" + natural + "`";
        } else if (plain instanceof ClickHouseType.Tuple) {
            fix = "make it a record with a component for each element";
        } else {
            fix = "convert the column in the query";
        }
        return place.column + " is " + type + " but " + place.property + " does not hold that: " + fix;
    }

    public static String noSubclass(ClickHouseType alternative, Class<?> type, Place place) {
        String natural = Suggestions.javaTypeOf(alternative);
        return place.column + " may hold " + alternative + ", which fits no subclass of `" + type.getSimpleName()
                + "`: add a record with one"
                + " component" + (natural == null ? "" : " of type `" + natural + "`")
                + ", or one with @ClickHouseName(\"" + alternative
                + "\")";
    }

    /** Throws one exception that lists all problems, if there are any. */
    public static void throwIfAny(List<String> problems, Class<?> type, String direction) {
        if (problems.isEmpty()) return;
        StringBuilder text = new StringBuilder(
                "`" + type.getSimpleName() + "` does not match the columns of this " + direction + ":");
        if (problems.size() == 1) text.append(' ').append(problems.get(0));
        else for (String problem : problems) text.append("\n  - ").append(problem);
        throw new FormatException(text.toString());
    }
}
