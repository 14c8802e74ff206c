package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
                .filter(member ->
                        (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic())
                .collect(Collectors.toList());
    }

    private static List<Type> mentioned(Member member) {
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
        Arrays.stream(((AnnotatedElement) member).getAnnotations())
                .forEach(annotation -> types.add(annotation.annotationType()));
        return types;
    }
}
