package dev.houseflow.javaapi.internal;

import dev.houseflow.ClickHouseType;
import dev.houseflow.internal.rows.Direction;
import dev.houseflow.internal.rows.Fit;
import dev.houseflow.internal.rows.TypeFitKt;
import dev.houseflow.javaapi.ClickHouseName;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Which subclass of a sealed interface or class stands for an alternative of a Variant, by the rules of Kotlin's sealed classes: the one that
 * {@link ClickHouseName} gives to the type, or else the one that fits best: a class with one property of that type, or, for a Tuple, one
 * whose properties are its elements. Among equals the first subclass wins; the text of a value is never chosen this way.
 */
final class SealedChoice {
    private static final Method PERMITTED = permitted();

    /** One subclass over one alternative. */
    static final class Choice {
        final Class<?> subclass;

        /** Whether the class's one property takes the whole value; otherwise its properties take the elements of a Tuple. */
        final boolean isWrapper;

        final Fit fit;

        Choice(Class<?> subclass, boolean isWrapper, Fit fit) {
            this.subclass = subclass;
            this.isWrapper = isWrapper;
            this.fit = fit;
        }
    }

    private final List<Class<?>> subclasses;
    private final Shapes shapes;
    private final Direction direction;
    private final BiPredicate<Type, ClickHouseType> fits;

    /** {@code fits} says whether a plan for a type over a column can be made without a problem. */
    SealedChoice(Class<?> type, Shapes shapes, Direction direction, BiPredicate<Type, ClickHouseType> fits) {
        this.subclasses = subclasses(type);
        this.shapes = shapes;
        this.direction = direction;
        this.fits = fits;
    }

    static boolean isSealed(Class<?> type) {
        return !subclasses(type).isEmpty();
    }

    /** The subclass that {@code alternative} is read as, or {@code null}. */
    Choice choose(ClickHouseType alternative) {
        Choice best = null;
        for (Class<?> subclass : subclasses) {
            Choice choice = lay(subclass, alternative);
            if (choice == null) continue;
            if (isNamed(subclass, alternative)) return choice;
            if (choice.fit.compareTo(Fit.TEXT) < 0 && (best == null || choice.fit.compareTo(best.fit) < 0))
                best = choice;
        }
        return best;
    }

    /**
     * The alternative of {@code alternatives} that objects of {@code subclass} are written to, or -1: one that it would be read back from, if
     * there is any, the best fitting one of several.
     */
    int homeOf(Class<?> subclass, List<ClickHouseType> alternatives) {
        int home = -1;
        int best = Integer.MAX_VALUE;
        for (int i = 0; i < alternatives.size(); i++) {
            Choice choice = lay(subclass, alternatives.get(i));
            if (choice == null) continue;
            Choice readBack = choose(alternatives.get(i));
            int rank = choice.fit.ordinal()
                    + (readBack != null && readBack.subclass == subclass ? 0 : Fit.values().length);
            if (rank < best) {
                best = rank;
                home = i;
            }
        }
        return home;
    }

    List<Class<?>> subclasses() {
        return subclasses;
    }

    /** {@code subclass} over {@code alternative}, or {@code null} when it does not fit, or is named for something else. */
    Choice lay(Class<?> subclass, ClickHouseType alternative) {
        if (subclass.isAnnotationPresent(ClickHouseName.class) && !isNamed(subclass, alternative)) return null;
        if (TypeFitKt.plainType(alternative) instanceof ClickHouseType.Tuple && fits.test(subclass, alternative)) {
            return new Choice(subclass, false, Fit.EXACT);
        }
        List<Property> properties = shapes.of(subclass).shape.properties;
        if (properties.size() != 1) return null;
        Type property = properties.get(0).type;
        if (!fits.test(property, alternative)) return null;
        Scalar scalar = Scalar.of(Types.raw(property));
        Fit fit =
                scalar == null ? Fit.EXACT : TypeFitKt.fit(scalar.target, TypeFitKt.plainType(alternative), direction);
        return new Choice(subclass, true, fit);
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
