package dev.houseflow.javaapi.internal.binding.shape;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;

/** One record component or bean property. */
public final class Property {
    /** The name in Java. */
    public final String name;

    /** The name on ClickHouse's side when the class says it, else {@code null}. */
    public final String clickHouseName;

    /** What annotations say of it. */
    public final Marks marks;

    /** The declared type, which may mention type variables of the class. */
    public final Type type;

    /** {@code (Object) -> declared type}, or {@code null} when the property cannot be read. */
    public final MethodHandle getter;

    /**
     * {@code (Object, declared type) -> void}, or {@code null}: record components are set by the
     * constructor.
     */
    public final MethodHandle setter;

    public Property(String name, Marks marks, Type type, MethodHandle getter, MethodHandle setter) {
        this.name = name;
        this.clickHouseName = marks.name;
        this.marks = marks;
        this.type = type;
        this.getter = getter;
        this.setter = setter;
    }

    /** The name that an insert uses for this property's column. */
    public String columnName() {
        return clickHouseName != null ? clickHouseName : name;
    }

    /** The class that the method handles see. */
    public Class<?> rawType() {
        return Types.raw(type);
    }
}
