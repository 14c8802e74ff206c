package dev.houseflow.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes of folders, jars and the JDK by name, with what they declare; nothing of them is run. */
final class ClassPool {
    /** One class: names are those of class files, members are name and descriptor. */
    static final class Shape {
        int access;
        final List<String> parents = new ArrayList<>();
        final Map<String, Integer> members = new HashMap<>();

        boolean is(int flag) {
            return (access & flag) != 0;
        }
    }

    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    ClassPool(List<Path> places) {
        places.forEach(place -> eachClass(place, bytes -> files.put(new ClassReader(bytes).getClassName(), bytes)));
    }

    /** The bytes of each class of a folder or a jar, without those of {@code META-INF/versions}. */
    static void eachClass(Path place, Consumer<byte[]> action) {
        try {
            if (Files.isDirectory(place)) {
                eachClassBelow(place, action);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(place)) {
                    eachClassBelow(jar.getPath("/"), action);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void eachClassBelow(Path folder, Consumer<byte[]> action) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                String name = file.toString();
                if (name.endsWith(".class") && !name.contains("META-INF") && !name.endsWith("module-info.class")) {
                    action.accept(Files.readAllBytes(file));
                }
            }
        }
    }

    /** The class, or {@code null} if neither the places nor the JDK have it. */
    Shape shape(String name) {
        return shapes.computeIfAbsent(name, it -> {
            byte[] bytes = files.containsKey(it) ? files.get(it) : ofJdk(it);
            return bytes == null ? null : read(bytes);
        });
    }

    /** The access flags of a member, declared or inherited; {@code null} if there is none. */
    Integer member(String owner, String member) {
        return member(owner, member, new HashSet<>());
    }

    private Integer member(String owner, String member, Set<String> seen) {
        Shape shape = seen.add(owner) ? shape(owner) : null;
        if (shape == null) return null;
        Integer access = shape.members.get(member);
        if (access != null) return access;
        for (String parent : shape.parents) {
            Integer inherited = member(parent, member, seen);
            if (inherited != null) return inherited;
        }
        return null;
    }

    /**
     * The class and all that it extends and implements, itself first and its superclasses before
     * its interfaces.
     */
    Set<String> ancestry(String name) {
        Set<String> all = new LinkedHashSet<>();
        climb(name, all, true);
        climb(name, all, false);
        return all;
    }

    private void climb(String name, Set<String> into, boolean classesOnly) {
        Shape shape = shape(name);
        if (shape == null) return;
        if (!classesOnly || !shape.is(Opcodes.ACC_INTERFACE)) into.add(name);
        shape.parents.forEach(parent -> climb(parent, into, classesOnly));
    }

    private static byte[] ofJdk(String name) {
        if (!name.startsWith("java/") && !name.startsWith("javax/")) return null;
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shape read(byte[] bytes) {
        Shape shape = new Shape();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public void visit(
                                    int version,
                                    int access,
                                    String name,
                                    String signature,
                                    String superName,
                                    String[] interfaces) {
                                shape.access = access;
                                if (superName != null) shape.parents.add(superName);
                                shape.parents.addAll(List.of(interfaces));
                            }

                            @Override
                            public FieldVisitor visitField(
                                    int access, String name, String descriptor, String signature, Object value) {
                                shape.members.put(name + " " + descriptor, access);
                                return null;
                            }

                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                shape.members.put(name + descriptor, access);
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        return shape;
    }
}
