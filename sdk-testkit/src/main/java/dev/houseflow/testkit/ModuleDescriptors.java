package dev.houseflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/**
 * Whether the {@code module-info} of a module requires and exports what its classes use. The
 * classes are compiled on the class path, where a forgotten line shows only in projects on the
 * module path.
 */
public final class ModuleDescriptors {
    private static final Pattern LINE =
            Pattern.compile("(module|requires|exports)\\s+(?:(?:static|transitive)\\s+)*([\\w.]+)([^;{]*)[;{]");
    private static final int CLASS = 7;

    /** One {@code module-info.java}. */
    private static final class Descriptor {
        String name;
        final Set<String> requires = new HashSet<>();
        /** Package to the modules that it is exported to; empty for all. */
        final Map<String, Set<String>> exports = new HashMap<>();
    }

    private ModuleDescriptors() {}

    /** Checks a module, by the name of its folder. Call it from a test of any module. */
    public static void check(String module) {
        Path root = LibraryLinks.repositoryRoot();
        Map<String, Descriptor> owners = new HashMap<>();
        for (Path folder : foldersWithDescriptors(root)) {
            Descriptor descriptor = read(folder);
            ClassPool.eachClass(
                    folder.resolve("target/classes"),
                    bytes -> owners.put(packageOf(new ClassReader(bytes).getClassName()), descriptor));
        }
        Set<String> missing =
                missing(root.resolve(module).resolve("target/classes"), read(root.resolve(module)), owners);
        if (!missing.isEmpty()) {
            throw new AssertionError(module + "/src/main/java9/module-info.java, or one that it requires, lacks:\n  "
                    + String.join("\n  ", missing));
        }
    }

    private static Set<String> missing(Path classes, Descriptor own, Map<String, Descriptor> owners) {
        Set<String> used = new HashSet<>();
        ClassPool.eachClass(classes, bytes -> used.addAll(packages(new ClassReader(bytes))));
        Set<String> missing = new TreeSet<>();
        for (String name : used) {
            Descriptor owner = owners.get(name);
            if (owner != null && !owner.name.equals(own.name)) {
                Set<String> friends = owner.exports.get(name);
                boolean seen = friends != null && (friends.isEmpty() || friends.contains(own.name));
                if (!seen) missing.add("exports " + name + " to " + own.name + ", in " + owner.name);
            }
            ModuleLayer.boot().modules().stream()
                    .filter(it -> it.getPackages().contains(name))
                    .map(Module::getName)
                    .filter(it -> !it.equals("java.base") && !own.requires.contains(it))
                    .forEach(it -> missing.add("requires " + it));
        }
        return missing;
    }

    private static Set<String> packages(ClassReader reader) {
        Set<String> found = new HashSet<>();
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at != 0 && reader.readByte(at - 1) == CLASS) found.add(packageOf(reader.readUTF8(at, buffer)));
        }
        return found;
    }

    private static String packageOf(String className) {
        String element = className.substring(className.lastIndexOf('[') + 1);
        String name = className.startsWith("[") && element.startsWith("L") ? element.substring(1) : element;
        return name.contains("/") ? name.substring(0, name.lastIndexOf('/')).replace('/', '.') : "";
    }

    private static Descriptor read(Path folder) {
        Descriptor descriptor = new Descriptor();
        try {
            Matcher line = LINE.matcher(Files.readString(folder.resolve("src/main/java9/module-info.java"))
                    .replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", ""));
            while (line.find()) {
                switch (line.group(1)) {
                    case "module" -> descriptor.name = line.group(2);
                    case "requires" -> descriptor.requires.add(line.group(2));
                    default -> descriptor.exports.put(line.group(2), friends(line.group(3)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return descriptor;
    }

    private static Set<String> friends(String text) {
        String names = text.trim().replaceFirst("^to\\s+", "");
        return names.isEmpty() ? Set.of() : Set.of(names.split("\\s*,\\s*"));
    }

    private static List<Path> foldersWithDescriptors(Path root) {
        List<Path> found = new ArrayList<>();
        try (var folders = Files.list(root)) {
            folders.filter(it -> Files.isRegularFile(it.resolve("src/main/java9/module-info.java")))
                    .filter(it -> Files.isDirectory(it.resolve("target/classes")))
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
