package dev.houseflow.testkit;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The shape of the house, read from the sources of every module: packages depend on each other in one direction only, and neither packages nor
 * files grow without a limit.
 *
 * <p>The root package of a module is its public face. It calls what is inside, and what is inside is told in its types, so imports of it count for
 * no cycle.
 */
class PackageRulesTest {
    private static final int MOST_FILES = 25;
    private static final int MOST_LINES = 350;

    /** Every call has its documentation, in more than one form. */
    private static final Set<String> PUBLIC_CLIENTS = Set.of("ClickHouseClient.kt", "ClickHouseAsyncClient.java");

    /** Recursive by nature: every family of types may hold every other one. */
    private static final String CODEC = "dev.houseflow.internal.codec";

    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+)", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);

    private record Source(Path file, String packageName, String text) {}

    @TestFactory
    Stream<DynamicTest> noPackagesDependOnEachOtherInACircle() throws IOException {
        return modules().entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(
                        module.getKey(),
                        () -> assertEquals(List.of(), circles(module.getValue()), "packages in a circle")));
    }

    @TestFactory
    Stream<DynamicTest> noInternalPackageIsCrowded() throws IOException {
        return modules().entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(module.getKey(), () -> {
                    Map<String, Integer> crowded = new TreeMap<>();
                    for (Source source : module.getValue()) {
                        if (source.packageName.contains(".internal") && !source.packageName.equals(CODEC)) {
                            crowded.merge(source.packageName, 1, Integer::sum);
                        }
                    }
                    crowded.values().removeIf(files -> files <= MOST_FILES);
                    assertEquals(Map.of(), crowded, "packages of more than " + MOST_FILES + " files");
                }));
    }

    @TestFactory
    Stream<DynamicTest> noFileIsLong() throws IOException {
        return modules().entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(
                        module.getKey(),
                        () -> assertEquals(
                                Map.of(),
                                longFiles(module.getValue()),
                                "files of more than " + MOST_LINES + " lines")));
    }

    @Test
    void findsALongFile() {
        assertEquals(
                Map.of("B.kt", 351),
                longFiles(List.of(
                        new Source(Path.of("A.kt"), "m", "\n".repeat(350)),
                        new Source(Path.of("B.kt"), "m", "\n".repeat(350) + "}"),
                        new Source(Path.of("ClickHouseClient.kt"), "m", "\n".repeat(999)))));
    }

    private static Map<String, Integer> longFiles(List<Source> sources) {
        Map<String, Integer> longFiles = new TreeMap<>();
        for (Source source : sources) {
            String name = source.file.getFileName().toString();
            int lines = Math.toIntExact(source.text.lines().count());
            if (lines > MOST_LINES && !PUBLIC_CLIENTS.contains(name)) longFiles.put(name, lines);
        }
        return longFiles;
    }

    @Test
    void findsACircle() {
        List<Source> sources = List.of(
                new Source(Path.of("A.java"), "m.a", "package m.a;\nimport m.b.B;\n"),
                new Source(Path.of("B.kt"), "m.b", "package m.b\nimport m.c.C\n"),
                new Source(Path.of("C.kt"), "m.c", "package m.c\nimport m.a.A.Inner\n"),
                new Source(Path.of("D.kt"), "m.d", "package m.d\nimport m.a.A\n"));
        assertEquals(List.of("m.a -> m.b (A.java), m.b -> m.c (B.kt), m.c -> m.a (C.kt)"), circles(sources));
    }

    /** Each circle as the imports that make it, the packages of one in the order of their names. */
    private static List<String> circles(List<Source> sources) {
        Map<String, Map<String, TreeSet<String>>> imports = imports(sources);
        Map<String, Set<String>> reachable = new HashMap<>();
        imports.keySet().forEach(from -> reachable.put(from, reachable(from, imports)));
        List<String> circles = new ArrayList<>();
        Set<String> told = new TreeSet<>();
        for (String start : imports.keySet()) {
            TreeSet<String> members = reachable.get(start).stream()
                    .filter(other -> reachable.getOrDefault(other, Set.of()).contains(start))
                    .collect(toCollection(TreeSet::new));
            if (!members.contains(start) || !told.add(members.first())) continue;
            List<String> edges = new ArrayList<>();
            for (String from : members) {
                imports.get(from).forEach((to, files) -> {
                    if (members.contains(to)) edges.add(from + " -> " + to + " (" + String.join(", ", files) + ")");
                });
            }
            circles.add(String.join(", ", edges));
        }
        return circles;
    }

    /** Package to the packages that it imports from, with the files that do. */
    private static Map<String, Map<String, TreeSet<String>>> imports(List<Source> sources) {
        Set<String> packages = new TreeSet<>();
        sources.forEach(source -> packages.add(source.packageName));
        String root = packages.stream().min((a, b) -> a.length() - b.length()).orElseThrow();
        boolean hasFace = packages.stream().allMatch(name -> name.equals(root) || name.startsWith(root + "."));
        Map<String, Map<String, TreeSet<String>>> imports = new TreeMap<>();
        for (Source source : sources) {
            Map<String, TreeSet<String>> of = imports.computeIfAbsent(source.packageName, name -> new TreeMap<>());
            IMPORT.matcher(source.text).results().forEach(found -> {
                String target = found.group(1);
                while (!target.isEmpty() && !packages.contains(target)) {
                    target = target.substring(0, Math.max(0, target.lastIndexOf('.')));
                }
                if (target.isEmpty() || target.equals(source.packageName) || hasFace && target.equals(root)) return;
                of.computeIfAbsent(target, name -> new TreeSet<>())
                        .add(source.file.getFileName().toString());
            });
        }
        return imports;
    }

    private static Set<String> reachable(String from, Map<String, Map<String, TreeSet<String>>> imports) {
        Set<String> seen = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(imports.get(from).keySet());
        while (!next.isEmpty()) {
            String name = next.pop();
            if (seen.add(name)) next.addAll(imports.getOrDefault(name, Map.of()).keySet());
        }
        return seen;
    }

    private static Map<String, List<Source>> modules() throws IOException {
        Map<String, List<Source>> modules = new TreeMap<>();
        Path root = repositoryRoot();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(it -> Files.isRegularFile(it.resolve("pom.xml")))
                    .toList()) {
                List<Source> sources = new ArrayList<>();
                for (String language : List.of("kotlin", "java")) {
                    Path main = folder.resolve("src/main/" + language);
                    if (Files.isDirectory(main)) read(main, sources);
                }
                if (!sources.isEmpty()) modules.put(folder.getFileName().toString(), sources);
            }
        }
        return modules;
    }

    private static void read(Path main, List<Source> sources) throws IOException {
        try (Stream<Path> files = Files.walk(main)) {
            for (Path file :
                    files.filter(it -> it.toString().matches(".*\\.(kt|java)")).toList()) {
                String text = Files.readString(file);
                var name = PACKAGE.matcher(text);
                if (name.find()) sources.add(new Source(file, name.group(1), text));
            }
        }
    }

    /** Tests run in their module's folder. */
    private static Path repositoryRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("sdk-core"))) folder = folder.getParent();
        return folder;
    }
}
