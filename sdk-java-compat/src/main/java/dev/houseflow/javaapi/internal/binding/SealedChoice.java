package dev.houseflow.javaapi.internal.binding;

import dev.houseflow.ClickHouseType;
import dev.houseflow.internal.codec.AlternativeRanks;
import dev.houseflow.internal.codec.Fit;
import dev.houseflow.internal.codec.PlainTypesKt;
import dev.houseflow.javaapi.ClickHouseName;
import dev.houseflow.javaapi.internal.binding.read.Scalar;
import dev.houseflow.javaapi.internal.binding.shape.Place;
import dev.houseflow.javaapi.internal.binding.shape.Property;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntBiFunction;

/**
 * Which subclass of a sealed interface or class stands for an alternative of a Variant, by the rules of Kotlin's sealed classes: the one that
 * {@link ClickHouseName} gives to the type, or else the one that fits best: a class with one property of that type, or, for a Tuple, one
 * whose properties are its elements. Among equals the first subclass wins; the text of a value is never chosen this way.
 */
public final class SealedChoice {
    private static final Method PERMITTED = permitted();

    /** One subclass over one alternative. */
    public static final class Choice {
        public final Class<?> subclass;

        /** Whether the class's one property takes the whole value; otherwise its properties take the elements of a Tuple. */
        public final boolean isWrapper;

        public final int rank;

        public Choice(Class<?> subclass, boolean isWrapper, int rank) {
            this.subclass = subclass;
            this.isWrapper = isWrapper;
            this.rank = rank;
        }

        public Fit fit() {
            return AlternativeRanks.INSTANCE.fitOf(rank);
        }
    }

    /**
     * The alternatives that objects of one subclass are written to, by their numbers. Of several,
     * each value goes to the one that is chosen for such a value anywhere.
     */
    public static final class Home {
        public final List<Integer> alternatives;
        public final Choice choice;

        public Home(List<Integer> alternatives, Choice choice) {
            this.alternatives = alternatives;
            this.choice = choice;
        }
    }

    private final List<Class<?>> subclasses;
    private final Shapes shapes;
    private final ToIntBiFunction<Type, ClickHouseType> ranks;

    /**
     * {@code ranks} says how well a type can be laid over a column; {@link AlternativeRanks#NONE}
     * is not at all.
     */
    public SealedChoice(Class<?> type, Shapes shapes, ToIntBiFunction<Type, ClickHouseType> ranks) {
        this.subclasses = subclasses(type);
        this.shapes = shapes;
        this.ranks = ranks;
    }

    public static boolean isSealed(Class<?> type) {
        return !subclasses(type).isEmpty();
    }

    /** The subclass that {@code alternative} is read as, or {@code null}. */
    public Choice choose(ClickHouseType alternative) {
        Choice best = null;
        for (Class<?> subclass : subclasses) {
            Choice choice = lay(subclass, alternative);
            if (choice == null) continue;
            if (isNamed(subclass, alternative)) return choice;
            if (choice.fit().compareTo(Fit.TEXT) < 0
                    && (best == null || choice.fit().compareTo(best.fit()) < 0)) best = choice;
        }
        return best;
    }

    /**
     * The home of objects of {@code subclass}: the alternatives that {@code reading} reads as it,
     * if there are any, or else the best fitting one; {@code null} when nothing fits. Where several
     * fit equally well and lay values out differently, {@code problems} gets to know.
     */
    public Home homeOf(
            Class<?> subclass,
            List<ClickHouseType> alternatives,
            SealedChoice reading,
            Place place,
            List<String> problems) {
        List<Integer> own = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < alternatives.size(); i++) {
            Choice choice = lay(subclass, alternatives.get(i));
            if (choice == null) continue;
            Choice readAs = reading.choose(alternatives.get(i));
            if (readAs != null && readAs.subclass == subclass) own.add(i);
            if (choice.fit().compareTo(Fit.CODE) < 0) open.add(i);
        }
        List<Integer> candidates = own.isEmpty() ? open : own;
        if (candidates.isEmpty()) return null;
        int first = candidates.get(0);
        for (int i : candidates) {
            if (rank(subclass, alternatives.get(i)) < rank(subclass, alternatives.get(first))) first = i;
        }
        Choice best = lay(subclass, alternatives.get(first));
        if (candidates.size() > 1 && best.isWrapper && Scalar.of(Types.raw(property(subclass))) != null)
            return new Home(candidates, best);
        for (int i : candidates) {
            ClickHouseType other = alternatives.get(i);
            if (rank(subclass, other) != best.rank || PlainTypesKt.areLaidOutAlike(alternatives.get(first), other))
                continue;
            problems.add("`" + subclass.getSimpleName() + "` of " + place.property + " fits " + alternatives.get(first)
                    + " and " + other + " of " + place.column + " equally well: name one of them, @ClickHouseName(\""
                    + alternatives.get(first) + "\")");
            break;
        }
        return new Home(Collections.singletonList(first), best);
    }

    private int rank(Class<?> subclass, ClickHouseType alternative) {
        return lay(subclass, alternative).rank;
    }

    public List<Class<?>> subclasses() {
        return subclasses;
    }

    /** {@code subclass} over {@code alternative}, or {@code null} when it does not fit, or is named for something else. */
    public Choice lay(Class<?> subclass, ClickHouseType alternative) {
        if (subclass.isAnnotationPresent(ClickHouseName.class) && !isNamed(subclass, alternative)) return null;
        if (PlainTypesKt.plainType(alternative) instanceof ClickHouseType.Tuple) {
            int rank = ranks.applyAsInt(subclass, alternative);
            if (rank != AlternativeRanks.NONE) return new Choice(subclass, false, rank);
        }
        Type property = property(subclass);
        int rank = property == null ? AlternativeRanks.NONE : ranks.applyAsInt(property, alternative);
        return rank == AlternativeRanks.NONE ? null : new Choice(subclass, true, rank);
    }

    /**
     * The type of the one property of {@code subclass}, or {@code null} when it has not just one.
     */
    private Type property(Class<?> subclass) {
        List<Property> properties = shapes.of(subclass).shape.properties;
        return properties.size() == 1 ? properties.get(0).type : null;
    }

    private static boolean isNamed(Class<?> subclass, ClickHouseType alternative) {
        ClickHouseName name = subclass.getAnnotation(ClickHouseName.class);
        return name != null && name.value().equals(alternative.toString());
    }

    /** The classes that {@code type} permits and that can be made, or none when it is not sealed. */
    private static List<Class<?>> subclasses(Class<?> type) {
        List<Class<?>> found = new ArrayList<>();
        Class<?>[] permitted = permitted(type);
        if (permitted == null) return found;
        for (Class<?> subclass : permitted) {
            if (permitted(subclass) != null) found.addAll(subclasses(subclass));
            else found.add(subclass);
        }
        return found;
    }

    private static Class<?>[] permitted(Class<?> type) {
        if (PERMITTED == null || type.isEnum()) return null;
        try {
            return (Class<?>[]) PERMITTED.invoke(type);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Java's own " + PERMITTED + " failed", impossible);
        }
    }

    private static Method permitted() {
        try {
            return Class.class.getMethod("getPermittedSubclasses");
        } catch (NoSuchMethodException javaBefore17) {
            return null;
        }
    }
}
