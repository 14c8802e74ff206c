package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ConfigurationException;
import dev.houseflow.internal.binding.StructKind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** Discovers records: components, accessors and the canonical constructor. */
public final class RecordShapes {
    private RecordShapes() {}

    public static RowShape discover(Class<?> type) {
        RecordAccess.Component[] components = RecordAccess.components(type);
        List<Property> properties = new ArrayList<>(components.length);
        Class<?>[] parameters = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordAccess.Component component = components[i];
            parameters[i] = component.type;
            RowShape.open(component.accessor, type);
            properties.add(
                    new Property(component.name, marks(component), component.genericType, getter(component), null));
        }
        return new RowShape(type, StructKind.RECORD, properties, constructor(type, parameters), null);
    }

    private static MethodHandle constructor(Class<?> type, Class<?>[] parameters) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            RowShape.open(constructor, type);
            return RowShape.unreflect(constructor);
        } catch (NoSuchMethodException impossible) {
            throw new ConfigurationException(
                    "The record " + type.getName() + " has no canonical constructor", impossible);
        }
    }

    private static MethodHandle getter(RecordAccess.Component component) {
        try {
            MethodHandle getter = RowShape.LOOKUP.unreflect(component.accessor);
            return getter.asType(MethodType.methodType(component.type, Object.class));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(
                    "A member was opened and is still closed: " + component.accessor, impossible);
        }
    }

    /**
     * The annotations of a component stand on its accessor as well, unless the accessor is written
     * out; then the field has them.
     */
    private static Marks marks(RecordAccess.Component component) {
        try {
            Field field = component.accessor.getDeclaringClass().getDeclaredField(component.name);
            return Marks.of(component.accessor, field);
        } catch (NoSuchFieldException impossible) {
            return Marks.of(component.accessor);
        }
    }
}
