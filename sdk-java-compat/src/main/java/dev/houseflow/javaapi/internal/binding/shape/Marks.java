package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ClickHouseColumn;
import dev.houseflow.javaapi.ClickHouseName;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;

/** What annotations say of a property. */
public final class Marks {
    /** The name on ClickHouse's side, or {@code null}. */
    public final String name;

    /** What its column is to be like, or {@code null}. */
    public final ClickHouseColumn column;

    /**
     * Whether an annotation called {@code Nullable}, whoever's it is, says that there may be no
     * value.
     */
    public final boolean isNullable;

    private Marks(String name, ClickHouseColumn column, boolean isNullable) {
        this.name = name;
        this.column = column;
        this.isNullable = isNullable;
    }

    /**
     * What stands on {@code members}, which belong to one property; the first that says something
     * counts. Some may be {@code null}.
     */
    static Marks of(AnnotatedElement... members) {
        String name = null;
        ClickHouseColumn column = null;
        boolean isNullable = false;
        for (AnnotatedElement member : members) {
            if (member == null) continue;
            for (Annotation annotation : member.getAnnotations()) {
                if (annotation instanceof ClickHouseName) {
                    if (name == null) name = ((ClickHouseName) annotation).value();
                } else if (annotation instanceof ClickHouseColumn) {
                    if (column == null) column = (ClickHouseColumn) annotation;
                } else {
                    isNullable |= annotation.annotationType().getSimpleName().equals("Nullable");
                }
            }
        }
        return new Marks(name, column, isNullable);
    }
}
