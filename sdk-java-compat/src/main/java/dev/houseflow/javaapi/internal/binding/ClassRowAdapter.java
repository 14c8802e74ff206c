package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.Block;
import dev.houseflow.BlockBuilder;
import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseType;
import dev.houseflow.FormatException;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.binding.Direction;
import dev.houseflow.internal.binding.Language;
import dev.houseflow.internal.binding.Mismatches;
import dev.houseflow.internal.binding.NameMatching;
import dev.houseflow.internal.binding.NestedGroups;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowAdapter;
import dev.houseflow.internal.block.RowReader;
import dev.houseflow.internal.block.RowWriter;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.read.ValueReader;
import dev.houseflow.javaapi.internal.binding.shape.Containers;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import dev.houseflow.javaapi.internal.binding.write.PrefetchChoice;
import dev.houseflow.javaapi.internal.binding.write.PropertyWriters;
import dev.houseflow.javaapi.internal.binding.write.ValueWriter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lays records and beans over blocks, both ways, by the rules of Kotlin's {@code @Serializable}
 * classes: columns by name, those that the class has no property for ignored in a result. A
 * component of a record needs its column; a property of a bean without one keeps what the
 * constructor made. A class of single values ({@code Long}, {@code String}, an enum) takes the one
 * column of a result that has one.
 */
public final class ClassRowAdapter<T> implements RowAdapter<T> {
    private final Class<T> type;
    private final Shapes shapes;
    private final boolean isSingle;
    private final List<String> columnNames;

    /** The last result: small results are mostly those of one statement, again and again. */
    private volatile Matched matched;

    public ClassRowAdapter(Class<T> type, Shapes shapes) {
        this.type = type;
        this.shapes = shapes;
        this.isSingle = type == Object.class
                || Scalar.of(type) != null
                || (type.isArray() && !type.getComponentType().isPrimitive());
        this.columnNames = isSingle ? Collections.emptyList() : Collections.unmodifiableList(propertyNames(true));
    }

    /**
     * What the columns of the properties may be called; {@code readable} leaves out those whose
     * values no object gives.
     */
    private List<String> propertyNames(boolean readable) {
        List<String> names = new ArrayList<>();
        for (Property property : shapes.of(type).shape.properties) {
            if (property.getter != null || !readable) names.add(property.columnName());
        }
        return names;
    }

    @Override
    public List<String> getColumnNames() {
        return columnNames;
    }

    @Override
    public RowReader<T> reader(List<ColumnHeader> columns) {
        ReadPlanner planner = new ReadPlanner(shapes);
        if (isSingle) {
            ColumnHeader column = single(columns, "result");
            ValueReader reader = planner.plan(type, column.getType(), single(column));
            Mismatches.failIfAny(planner.problems, type.getSimpleName(), Direction.READ);
            return new SingleReader<>(type, reader);
        }
        Matched last = matched;
        boolean again = last != null && last.isFor(columns);
        NestedGroups groups = again ? last.groups : NestedGroups.of(propertyNames(false), columns);
        List<ClickHouseType.Element> elements = elements(groups == null ? columns : groups.getColumns());
        ReadPlanner.Struct struct = again
                ? planner.struct(type, last.positions, elements, BindingPath.top(Language.JAVA))
                : planner.struct(type, elements, BindingPath.top(Language.JAVA));
        Mismatches.failIfAny(planner.problems, type.getSimpleName(), Direction.READ);
        if (!again) matched = new Matched(columns, struct.positions, groups);
        return new StructReader<>(type, struct, groups);
    }

    @Override
    public boolean mayAskClock(int index, String name) {
        if (isSingle) return mayAskClock(type);
        List<String> column = Collections.singletonList(name);
        for (Property property : shapes.of(type).shape.properties) {
            boolean matches = !NameMatching.INSTANCE
                    .candidates(property.columnName(), column)
                    .isEmpty();
            if (matches && mayAskClock(property.type)) return true;
        }
        return false;
    }

    private static boolean mayAskClock(Type type) {
        Class<?> raw = Types.raw(type);
        if (Containers.isOptional(raw)) return mayAskClock(Containers.optionalValue(type));
        Scalar scalar = Scalar.of(raw);
        return raw != Object.class && (scalar == null || !scalar.target.getNeedsNoZone());
    }

    @Override
    public RowWriter<T> writer(List<ColumnHeader> columns) {
        WritePlanner planner = new WritePlanner(shapes);
        if (isSingle) {
            ColumnHeader column = single(columns, "insert");
            ValueWriter writer = planner.plan(type, column.getType(), single(column));
            Mismatches.failIfAny(planner.problems, type.getSimpleName(), Direction.WRITE);
            return new SingleWriter<>(type, writer);
        }
        NestedGroups groups = NestedGroups.of(columnNames, columns);
        List<ClickHouseType.Element> elements = elements(groups == null ? columns : groups.getColumns());
        PropertyWriters writers = planner.rows(type, elements, BindingPath.top(Language.JAVA));
        Mismatches.failIfAny(planner.problems, type.getSimpleName(), Direction.WRITE);
        return new StructWriter<>(type, writers, groups);
    }

    private BindingPath single(ColumnHeader column) {
        return BindingPath.single(column.getName(), type.getSimpleName(), Language.JAVA);
    }

    private ColumnHeader single(List<ColumnHeader> columns, String direction) {
        if (columns.size() == 1) return columns.get(0);
        throw new FormatException("`" + type.getSimpleName() + "` has no properties and takes one column, but this "
                + direction + " has " + columns.size() + ": use a record");
    }

    private static List<ClickHouseType.Element> elements(List<ColumnHeader> columns) {
        List<ClickHouseType.Element> elements = new ArrayList<>();
        for (ColumnHeader column : columns)
            elements.add(new ClickHouseType.Element(column.getName(), column.getType()));
        return elements;
    }

    /** Which columns the properties took of a result whose names and types these are. */
    private static final class Matched {
        private final List<ColumnHeader> columns;
        public final int[] positions;
        public final NestedGroups groups;

        public Matched(List<ColumnHeader> columns, int[] positions, NestedGroups groups) {
            this.columns = columns;
            this.positions = positions;
            this.groups = groups;
        }

        public boolean isFor(List<ColumnHeader> others) {
            if (others.size() != columns.size()) return false;
            for (int i = 0; i < columns.size(); i++) {
                ColumnHeader mine = columns.get(i);
                ColumnHeader other = others.get(i);
                if (!mine.getName().equals(other.getName()) || !mine.getType().equals(other.getType())) return false;
            }
            return true;
        }
    }

    private static final class StructReader<T> implements RowReader<T> {
        private final Class<T> type;
        private final ReadPlanner.Struct struct;

        /** {@code null} where every column has a property of its own. */
        private final NestedGroups groups;

        public StructReader(Class<T> type, ReadPlanner.Struct struct, NestedGroups groups) {
            this.type = type;
            this.struct = struct;
            this.groups = groups;
        }

        @Override
        public void bind(Block whole) {
            Block block = groups == null ? whole : groups.block(whole);
            for (int i = 0; i < struct.readers.length; i++) {
                if (struct.readers[i] != null) struct.readers[i].bind(block.column(struct.positions[i]));
            }
        }

        @Override
        public T read(int row) {
            return type.cast(struct.constructor.make(struct.readers, row));
        }
    }

    private static final class SingleReader<T> implements RowReader<T> {
        private final Class<T> type;
        private final ValueReader reader;

        public SingleReader(Class<T> type, ValueReader reader) {
            this.type = type;
            this.reader = reader;
        }

        @Override
        public void bind(Block block) {
            reader.bind(block.column(0));
        }

        @Override
        @SuppressWarnings(
                "unchecked") // The plan is for this type, and Class.cast does not know that long.class casts a Long.
        public T read(int row) {
            return (T) reader.read(row);
        }
    }

    private static final class StructWriter<T> implements RowWriter<T> {
        private static final int PREFETCHED = 32;

        private final Class<T> type;
        private final PropertyWriters writers;
        private final PrefetchChoice choice = new PrefetchChoice();
        private final NestedGroups groups;
        private BlockBuilder block;

        public StructWriter(Class<T> type, PropertyWriters writers, NestedGroups groups) {
            this.type = type;
            this.writers = writers;
            this.groups = groups;
        }

        @Override
        public void bind(BlockBuilder block) {
            this.block = block;
            writers.bind(
                    groups == null ? block.columns() : groups.builder(block).columns());
        }

        @Override
        public void write(T row) {
            if (row == null) {
                int at = block.columns().isEmpty() ? 0 : block.column(0).size();
                throw new FormatException(
                        "A row is null: give `" + type.getSimpleName() + "` objects only", null, null, at);
            }
            try {
                writers.write(row);
            } catch (FormatException refused) {
                throw BlockBuildersKt.firstFailure(block, refused);
            }
        }

        @Override
        @SuppressWarnings("unchecked") // Its caller has rows of this type only.
        public void writeAll(Object[] rows, int from, int to) {
            if (!writers.prefetches()) {
                for (int i = from; i < to; i++) write((T) rows[i]);
                return;
            }
            for (int at = from; at < to; at += PREFETCHED) {
                int end = Math.min(to, at + PREFETCHED);
                if (choice.next()) writers.prefetch(rows, at, end);
                for (int i = at; i < end; i++) write((T) rows[i]);
                choice.written();
            }
        }
    }

    private static final class SingleWriter<T> implements RowWriter<T> {
        private final Class<T> type;
        private final ValueWriter writer;
        private BlockBuilder block;

        public SingleWriter(Class<T> type, ValueWriter writer) {
            this.type = type;
            this.writer = writer;
        }

        @Override
        public void bind(BlockBuilder block) {
            this.block = block;
            writer.bind(block.column(0));
        }

        @Override
        public void write(T row) {
            try {
                writer.write(row);
            } catch (ClickHouseException known) {
                throw known;
            } catch (RuntimeException refused) {
                throw new FormatException(
                        "This `" + type.getSimpleName() + "` cannot be written: " + refused,
                        null,
                        null,
                        block.column(0).size(),
                        -1,
                        refused);
            }
        }
    }
}
