package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.ConfigurationException;
import dev.houseflow.CreateTableRequest;
import dev.houseflow.internal.binding.Target;
import dev.houseflow.internal.ddl.ClassColumns;
import dev.houseflow.internal.ddl.ColumnShape;
import dev.houseflow.internal.ddl.ColumnShape.Nulls;
import dev.houseflow.internal.ddl.ColumnShape.Part;
import dev.houseflow.javaapi.internal.binding.read.EnumNames;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.shape.ClassShapes;
import dev.houseflow.javaapi.internal.binding.shape.Containers;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.RowShape;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The shapes of columns of Java's classes, which reflection knows. */
public final class ColumnShapes {
    private final Shapes shapes = new Shapes();

    /** The classes around the one that is looked at. */
    private final Deque<Class<?>> around = new ArrayDeque<>();

    private ColumnShapes() {}

    /**
     * Starts a statement that makes {@code table} for {@code type}. Statements are made without a
     * client, and what is known of a class does not outlive them.
     */
    public static <T> CreateTableRequest.Builder<T> createTable(String table, Class<T> type) {
        ColumnShapes columns = new ColumnShapes();
        if (columns.shapes.adapter(type).getColumnNames().isEmpty()) {
            throw new ConfigurationException(type.getName()
                    + " has no properties that could be columns: give a record, or another class with properties");
        }
        ColumnShape.Struct struct = columns.struct(type);
        return CreateTableRequest.builderOf(table, new ClassColumns(struct, columns.shapes.adapter(type)));
    }

    private ColumnShape.Struct struct(Type type) {
        RowShape shape = shapes.of(Types.raw(type)).shape;
        Map<TypeVariable<?>, Type> bindings = Types.bindings(type);
        List<Type> types = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (Property property : shape.properties) {
            Type resolved = Types.resolve(property.type, bindings);
            types.add(resolved);
            parts.add(property(resolved, property));
        }
        return new ColumnShape.Struct(ClassShapes.struct(shape, types), parts);
    }

    private Part property(Type type, Property property) {
        Part part = part(type);
        Nulls nulls = property.marks.isNullable ? Nulls.ALLOWED : part.getNulls();
        // A type variable can only be a box, which then says nothing.
        if (nulls == Nulls.NEVER && isBox(Types.raw(property.type))) nulls = Nulls.UNLESS_KEY;
        return new Part(part.getShape(), nulls, property.marks.column);
    }

    /**
     * Whether {@code type} stands for a primitive type, which cannot say that there is no value.
     */
    private static boolean isBox(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType().isPrimitive()
                && !type.isPrimitive()
                && type != Void.class;
    }

    private Part part(Type type) {
        if (!Containers.isOptional(Types.raw(type))) return new Part(shape(type), Nulls.NEVER, null);
        return new Part(shape(Containers.optionalValue(type)), Nulls.ALLOWED, null);
    }

    private ColumnShape shape(Type type) {
        Class<?> raw = Types.raw(type);
        String label = Types.show(type);
        Scalar scalar = Scalar.of(raw);
        if (scalar != null && scalar.target == Target.ENUM) return constants(label, raw);
        if (scalar != null) return new ColumnShape.Scalar(label, scalar.target, raw.getName());
        if (raw.isArray()) return new ColumnShape.Sequence(label, part(Types.component(type)));
        if (Iterable.class.isAssignableFrom(raw)) return sequence(label, type);
        if (Map.class.isAssignableFrom(raw)) return mapping(label, type);
        if (ClassShapes.isSealed(raw)) return within(raw, label, () -> choice(raw));
        if (Containers.isForeign(raw)) return new ColumnShape.Unknown(label, "says nothing about its values");
        return within(raw, label, () -> structOrReason(label, type));
    }

    private ColumnShape sequence(String label, Type type) {
        Type element = Types.argument(type, 0);
        return Types.raw(element) == Map.Entry.class
                ? mapping(label, element)
                : new ColumnShape.Sequence(label, part(element));
    }

    private ColumnShape mapping(String label, Type entry) {
        return new ColumnShape.Mapping(label, part(Types.argument(entry, 0)), part(Types.argument(entry, 1)));
    }

    private static ColumnShape constants(String label, Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) names.add(EnumNames.nameOf((Enum<?>) constant));
        return new ColumnShape.Constants(label, names);
    }

    private ColumnShape choice(Class<?> type) {
        List<ColumnShape> subclasses = new ArrayList<>();
        for (Class<?> subclass : ClassShapes.subclasses(type)) subclasses.add(shape(subclass));
        return new ColumnShape.Choice(ClassShapes.sealed(type), subclasses);
    }

    private ColumnShape structOrReason(String label, Type type) {
        try {
            return struct(type);
        } catch (ConfigurationException e) {
            return new ColumnShape.Unknown(label, "has a class without properties (" + e.getMessage() + ")");
        }
    }

    private ColumnShape within(Class<?> type, String label, Supplier<ColumnShape> body) {
        if (around.contains(type)) return ColumnShape.circular(label);
        around.push(type);
        try {
            return body.get();
        } finally {
            around.pop();
        }
    }
}
