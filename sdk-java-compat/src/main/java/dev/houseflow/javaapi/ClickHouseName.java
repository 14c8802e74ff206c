package dev.houseflow.javaapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name that ClickHouse uses for what it stands on: the column or tuple element of a record
 * component or a bean property (on its field, getter or setter), the enum value of an enum
 * constant, or the alternative of a {@code Variant} that a subclass of a sealed interface stands
 * for.
 *
 * <p>Without it, a column is found by the property's exact name, then by its name turned from
 * {@code snake_case} into {@code camelCase}, and an enum value by the constant's name, and an
 * alternative by the type that fits it best. With it, only the given name counts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface ClickHouseName {
    /** The name, exactly as ClickHouse spells it. */
    String value();
}
