package dev.houseflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Whether what a module says of Kotlin's libraries holds in each version that it has to run on.
 *
 * <p>The JVM finds a missing method only when it is called, so tests on one version of a library
 * say nothing of the others. This looks every class, field and method of {@code kotlin} and
 * {@code kotlinx} up that the module's class files name, and every abstract method that their
 * classes would have to implement.
 */
public final class LibraryLinks {
    /** The versions that are tried; {@code sdk-testkit} copies their jars. */
    private static final List<String> SETS = List.of("floor", "spring-boot-4.0", "newest");

    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;

    private final ClassPool pool;
    private final Set<String> missing = new TreeSet<>();

    private LibraryLinks(ClassPool pool) {
        this.pool = pool;
    }

    /** Checks a module, by the name of its folder. Call it from a test of any module. */
    public static void check(String module) {
        Path root = repositoryRoot();
        Map<String, Set<String>> failures = new LinkedHashMap<>();
        for (String set : SETS) {
            Set<String> missing = missing(
                    root.resolve(module).resolve("target/classes"),
                    ours(root),
                    jars(root.resolve("sdk-testkit/target/libraries/" + set)));
            if (!missing.isEmpty()) failures.put(set, missing);
        }
        if (failures.isEmpty()) return;
        StringBuilder text = new StringBuilder(
                module + " would fail on some versions of Kotlin's libraries; call what all of them have:");
        failures.forEach((set, missing) -> missing.forEach(
                it -> text.append("\n  ").append(set).append(": ").append(it)));
        throw new AssertionError(text);
    }

    /**
     * What the classes in {@code classes} want of Kotlin's libraries and {@code libraries} lack.
     *
     * @param ours further folders of classes that may stand between, as superclasses do
     */
    public static Set<String> missing(Path classes, List<Path> ours, List<Path> libraries) {
        List<Path> places = new ArrayList<>(libraries);
        places.addAll(ours);
        places.add(classes);
        LibraryLinks links = new LibraryLinks(new ClassPool(places));
        ClassPool.eachClass(classes, bytes -> links.look(new ClassReader(bytes)));
        return links.missing;
    }

    private void look(ClassReader reader) {
        String user = reader.getClassName();
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at == 0) continue;
            int tag = reader.readByte(at - 1);
            if (tag == CLASS) {
                lookForClass(user, reader.readUTF8(at, buffer));
            } else if (tag == FIELD || tag == METHOD || tag == INTERFACE_METHOD) {
                int nameAndType = reader.getItem(reader.readUnsignedShort(at + 2));
                String name = reader.readUTF8(nameAndType, buffer);
                String descriptor = reader.readUTF8(nameAndType + 2, buffer);
                lookForMember(user, tag, reader.readClass(at, buffer), name, descriptor);
            }
        }
        lookAtDeclarations(user);
        lookForImplementations(user);
    }

    private void lookForClass(String user, String name) {
        String element =
                name.startsWith("[") ? Type.getType(name).getElementType().getInternalName() : name;
        if (isLibrary(element) && pool.shape(element) == null)
            missing.add(readable(element) + ", by " + readable(user));
    }

    private void lookForMember(String user, int tag, String owner, String name, String descriptor) {
        if (owner.startsWith("[") || libraryAncestor(owner) == null) return;
        ClassPool.Shape shape = pool.shape(owner);
        // Missing altogether: named as a class already.
        if (shape == null) return;
        String shown = readable(owner) + "." + name + (tag == FIELD ? "" : descriptor) + ", by " + readable(user);
        Integer access = pool.member(owner, tag == FIELD ? name + " " + descriptor : name + descriptor);
        if (access == null) {
            missing.add(shown);
        } else if (isLibrary(owner) && (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0) {
            missing.add(shown + " (not public)");
        } else if (tag != FIELD && shape.is(Opcodes.ACC_INTERFACE) != (tag == INTERFACE_METHOD)) {
            missing.add(shown + " (a class that was an interface, or the other way round)");
        }
    }

    /** What reflection has to resolve before it can list the members of a class. */
    private void lookAtDeclarations(String user) {
        for (String member : pool.shape(user).members.keySet()) {
            int space = member.indexOf(' ');
            if (space > 0) {
                lookForType(user, Type.getType(member.substring(space + 1)));
            } else {
                Type method = Type.getMethodType(member.substring(member.indexOf('(')));
                lookForType(user, method.getReturnType());
                for (Type argument : method.getArgumentTypes()) lookForType(user, argument);
            }
        }
    }

    private void lookForType(String user, Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) lookForClass(user, element.getInternalName());
    }

    /**
     * A library may have got abstract methods that our implementation of its interface does not
     * know.
     */
    private void lookForImplementations(String user) {
        if (pool.shape(user).is(Opcodes.ACC_ABSTRACT) || libraryAncestor(user) == null) return;
        Set<String> ancestry = pool.ancestry(user);
        for (String ancestor : ancestry) {
            if (!isLibrary(ancestor)) continue;
            pool.shape(ancestor).members.forEach((member, access) -> {
                if ((access & Opcodes.ACC_ABSTRACT) != 0
                        && ancestry.stream().noneMatch(it -> implementsMember(it, member))) {
                    missing.add(readable(user) + " does not implement " + readable(ancestor) + "." + member);
                }
            });
        }
    }

    private boolean implementsMember(String owner, String member) {
        Integer access = pool.shape(owner).members.get(member);
        return access != null && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC)) == 0;
    }

    /**
     * The first class of Kotlin's libraries among those that {@code owner} inherits from;
     * {@code null} if there is none.
     */
    private String libraryAncestor(String owner) {
        if (isLibrary(owner)) return owner;
        return pool.ancestry(owner).stream()
                .filter(LibraryLinks::isLibrary)
                .findFirst()
                .orElse(null);
    }

    private static boolean isLibrary(String name) {
        return name.startsWith("kotlin/") || name.startsWith("kotlinx/");
    }

    private static String readable(String name) {
        return name.replace('/', '.');
    }

    private static List<Path> ours(Path root) {
        return Stream.of("sdk-core", "sdk-coroutines", "sdk-java-compat")
                .map(it -> root.resolve(it).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "There are no libraries in " + folder + "; build sdk-testkit first, which copies them", e);
        }
    }

    /** Tests run in their module's folder. */
    static Path repositoryRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("sdk-core"))) folder = folder.getParent();
        return folder;
    }
}
