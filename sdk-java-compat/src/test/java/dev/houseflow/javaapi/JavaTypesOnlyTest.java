package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ClickHouseType;
import dev.houseflow.QueryRequest;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No type of Kotlin's, of its libraries or of Ktor's appears where a Java caller can see it. */
class JavaTypesOnlyTest {
    private static final Pattern FOREIGN = Pattern.compile("\\b(kotlin|kotlinx|io\\.ktor)\\.");

    @Test
    void publicSignaturesNameNoKotlinType() throws IOException, URISyntaxException {
        List<Class<?>> types = publicTypes();
        assertTrue(types.contains(ClickHouseAsyncClient.Builder.class), types.toString());
        Set<String> found = new TreeSet<>();
        for (Class<?> type : types) {
            for (Member member : members(type)) {
                for (Type mentioned : mentioned(member)) {
                    if (FOREIGN.matcher(mentioned.getTypeName()).find())
                        found.add(member + " mentions " + mentioned.getTypeName());
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    private static final String MADE_BY_CLIENTS =
            "only the clients make it; Kotlin's compiler cannot hide a constructor from Java alone";

    /** What a Java caller sees although it is Kotlin's, each with the reason. */
    private static final Map<String, String> ALLOWED = Map.of(
            "dev.houseflow.QuerySummary.<init>", MADE_BY_CLIENTS,
            "dev.houseflow.RawResponse.<init>", MADE_BY_CLIENTS,
            "dev.houseflow.ResponseHead.<init>", MADE_BY_CLIENTS);

    /** The same for all types of other modules that signatures lead to, and for the names of all members. */
    @Test
    void typesThatSignaturesLeadToShowNothingOfKotlin() throws IOException, URISyntaxException {
        Set<Class<?>> reached = reachable(publicTypes());
        assertTrue(reached.contains(QueryRequest.Builder.class) && reached.contains(ClickHouseType.Enum.class));
        Set<String> found = new TreeSet<>();
        for (Class<?> type : reached) {
            for (Class<?> inner : type.getDeclaredClasses()) {
                if (isVisible(inner.getModifiers(), inner.isSynthetic()) && isKotlins(inner.getSimpleName()))
                    found.add(inner.getName());
            }
            for (Member member : members(type)) {
                boolean isConstructor = member instanceof Constructor<?>;
                String name = type.getName() + "." + (isConstructor ? "<init>" : member.getName());
                if (!isConstructor && isKotlins(member.getName())) found.add(name);
                for (Type mentioned : signature(member)) {
                    if (FOREIGN.matcher(mentioned.getTypeName()).find()) found.add(name);
                }
            }
        }
        assertEquals(new TreeSet<>(ALLOWED.keySet()), found);
    }

    private static boolean isKotlins(String name) {
        return name.contains("$") || name.equals("Companion");
    }

    private static boolean isVisible(int modifiers, boolean isSynthetic) {
        return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !isSynthetic;
    }

    /** {@code types}, and all public types of Houseflow's that their visible members mention, extend or hold. */
    private static Set<Class<?>> reachable(List<Class<?>> types) {
        Set<Class<?>> reached = new LinkedHashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(types);
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            boolean isOurs = type.getName().startsWith("dev.houseflow.")
                    && !type.getName().contains(".internal.");
            if (!isOurs || !isVisible(type.getModifiers(), type.isSynthetic()) || !reached.add(type)) continue;
            List<Type> mentioned = new ArrayList<>(List.of(type.getGenericInterfaces()));
            if (type.getGenericSuperclass() != null) mentioned.add(type.getGenericSuperclass());
            mentioned.addAll(List.of(type.getDeclaredClasses()));
            for (Member member : members(type)) mentioned.addAll(signature(member));
            for (Type next : mentioned) classes(next, open);
        }
        return reached;
    }

    private static void classes(Type type, Deque<Class<?>> found) {
        if (type instanceof Class<?> one) found.add(one.isArray() ? one.getComponentType() : one);
        if (type instanceof ParameterizedType generic) {
            classes(generic.getRawType(), found);
            for (Type argument : generic.getActualTypeArguments()) classes(argument, found);
        }
        if (type instanceof WildcardType wildcard) classes(wildcard.getUpperBounds()[0], found);
        if (type instanceof GenericArrayType array) classes(array.getGenericComponentType(), found);
    }

    /** The public classes of this module's public package, from the folder that they were compiled into. */
    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException {
        Path root = Path.of(ClickHouseAsyncClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(root.resolve("dev/houseflow/javaapi"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> load("dev.houseflow.javaapi." + name.substring(0, name.length() - ".class".length())))
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .collect(Collectors.toList());
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException gone) {
            throw new AssertionError(gone);
        }
    }

    private static List<Member> members(Class<?> type) {
        return Stream.<Member[]>of(type.getDeclaredMethods(), type.getDeclaredConstructors(), type.getDeclaredFields())
                .flatMap(Arrays::stream)
                .filter(member -> isVisible(member.getModifiers(), member.isSynthetic()))
                .collect(Collectors.toList());
    }

    private static List<Type> mentioned(Member member) {
        List<Type> types = signature(member);
        Arrays.stream(((AnnotatedElement) member).getAnnotations())
                .forEach(annotation -> types.add(annotation.annotationType()));
        return types;
    }

    private static List<Type> signature(Member member) {
        List<Type> types = new ArrayList<>();
        if (member instanceof Method method) {
            types.add(method.getGenericReturnType());
            types.addAll(List.of(method.getGenericParameterTypes()));
            types.addAll(List.of(method.getGenericExceptionTypes()));
        } else if (member instanceof Constructor<?> constructor) {
            types.addAll(List.of(constructor.getGenericParameterTypes()));
        } else {
            types.add(((Field) member).getGenericType());
        }
        return types;
    }
}
