import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Looks into the files of a release: java Artifacts.java BUILT EFFECTIVE_POMS BUILT_ELSEWHERE. Fails with all that is wrong. */
public final class Artifacts {
    private static final List<String> FIELDS = List.of(
            "name",
            "description",
            "inceptionYear",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection");

    private final List<String> problems = new ArrayList<>();
    private final Path built;
    private final Path elsewhere;
    private int files;

    private Artifacts(Path built, Path elsewhere) {
        this.built = built;
        this.elsewhere = elsewhere;
    }

    public static void main(String[] arguments) throws Exception {
        Artifacts artifacts = new Artifacts(Path.of(arguments[0]), Path.of(arguments[2]));
        List<Element> projects = children(parse(Path.of(arguments[1])), "project");
        for (Element project : projects) artifacts.project(project);
        // The BOM, the parent, and the jars.
        if (projects.size() < 6) artifacts.problems.add("Only " + projects.size() + " projects are published.");
        artifacts.problems.forEach(System.out::println);
        System.out.println("FIGURE " + projects.size() + " POMs and " + artifacts.files + " other files");
        System.exit(artifacts.problems.isEmpty() ? 0 : 1);
    }

    private void project(Element pom) throws Exception {
        String name = text(pom, "artifactId");
        String base = name + "-" + text(pom, "version");
        for (String field : FIELDS) {
            if (text(pom, field).isBlank()) problems.add(name + ": the POM has no " + field);
        }
        // Maven would put a module's name behind these on the way from parent to child.
        same(name + ": url", "https://houseflow.dev", text(pom, "url"));
        same(name + ": scm/url", "https://houseflow.dev/houseflow.git", text(pom, "scm/url"));
        Path module = folder(name);
        present(module.resolve("target/" + base + ".pom.asc"));
        if (text(pom, "packaging").equals("pom")) return;

        Path jar = module.resolve("target/" + base + ".jar");
        Path sources = module.resolve("target/" + base + "-sources.jar");
        Path documentation = module.resolve("target/" + base + "-javadoc.jar");
        if (!present(jar) | !present(sources) | !present(documentation)) return;
        for (Path signed : List.of(jar, sources, documentation)) present(Path.of(signed + ".asc"));
        sbom(pom, module);
        Set<String> exported = binary(pom, module, jar);
        sources(module, sources);
        documentation(documentation, exported);
        sameBytes(jar, elsewhere.resolve(built.relativize(jar)));
    }

    /** Where the project of that name is: its folder may be called otherwise. */
    private Path folder(String name) throws Exception {
        try (Stream<Path> folders = Files.list(built)) {
            for (Path folder : Stream.concat(Stream.of(built), folders).toList()) {
                Path pom = folder.resolve("pom.xml");
                if (Files.isRegularFile(pom) && text(parse(pom), "artifactId").equals(name)) return folder;
            }
        }
        throw new IllegalStateException("No folder of " + built + " is the project " + name);
    }

    private static Element parse(Path xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(xml.toFile())
                .getDocumentElement();
    }

    /** Returns the packages that the module exports to all. */
    private Set<String> binary(Element pom, Path module, Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            same(path + ": Multi-Release", "true", manifest.getValue("Multi-Release"));
            same(path + ": Implementation-Version", text(pom, "version"), manifest.getValue("Implementation-Version"));
            equal(jar, "META-INF/LICENSE", built.resolve("LICENSE"));
            equal(jar, "META-INF/NOTICE", built.resolve("NOTICE"));
            Path resources = module.resolve("src/main/resources");
            for (Path resource : below(resources)) equal(jar, slashes(resources, resource), resource);
            for (Path rules : below(module.resolve("src/main/proguard"))) {
                for (String place : List.of("proguard", "com.android.tools/proguard", "com.android.tools/r8")) {
                    equal(jar, "META-INF/" + place + "/" + rules.getFileName(), rules);
                }
            }
            int version = 44 + Integer.parseInt(text(pom, "properties/houseflow.release"));
            for (String name : names(jar)) {
                if (!name.startsWith("META-INF/") && !name.startsWith("dev/houseflow/")) {
                    problems.add(path + " holds a stranger: " + name);
                }
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    byte found = read(jar, name)[7];
                    if (found != version) problems.add(path + ": " + name + " is of class version " + found);
                }
            }
            return descriptor(jar);
        }
    }

    private Set<String> descriptor(ZipFile jar) throws IOException {
        String name = "META-INF/versions/9/module-info.class";
        if (jar.getEntry(name) == null || jar.getEntry("module-info.class") != null) {
            problems.add(jar.getName() + " has no module-info.class in META-INF/versions/9, or one elsewhere");
            return Set.of();
        }
        ModuleDescriptor descriptor;
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            descriptor = ModuleDescriptor.read(in);
        }
        Set<String> exported = descriptor.exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
        if (exported.isEmpty()) problems.add(jar.getName() + " exports nothing");
        for (ModuleDescriptor.Exports export : descriptor.exports()) {
            String folder = export.source().replace('.', '/') + "/";
            if (names(jar).stream().noneMatch(entry -> entry.startsWith(folder) && entry.endsWith(".class"))) {
                problems.add(jar.getName() + " exports the package " + export.source() + ", which is empty");
            }
        }
        return exported;
    }

    private void sources(Path module, Path path) throws IOException {
        try (ZipFile jar = new ZipFile(path.toFile())) {
            for (String language : List.of("java", "kotlin")) {
                Path folder = module.resolve("src/main/" + language);
                for (Path source : below(folder)) equal(jar, slashes(folder, source), source);
            }
            equal(jar, "META-INF/LICENSE", built.resolve("LICENSE"));
        }
    }

    private void documentation(Path path, Set<String> exported) throws IOException {
        try (ZipFile jar = new ZipFile(path.toFile())) {
            List<String> pages =
                    names(jar).stream().filter(name -> name.endsWith(".html")).toList();
            if (!pages.contains("index.html")) problems.add(path + " has no index.html");
            if (pages.stream().anyMatch(name -> name.contains("/internal/"))) {
                problems.add(path + " documents internals");
            }
            for (String name : exported) {
                if (!pages.contains(name.replace('.', '/') + "/package-summary.html")) {
                    problems.add(path + " says nothing of the package " + name);
                }
            }
        }
    }

    /** Each dependency that the POM asks for is named, and so is the jar itself. */
    private void sbom(Element pom, Path module) throws IOException {
        for (String format : List.of("json", "xml")) {
            Path path = module.resolve("target/bom." + format);
            present(Path.of(path + ".asc"));
            if (!present(path)) continue;
            String sbom = Files.readString(path);
            List<Element> named = new ArrayList<>(List.of(pom));
            for (Element dependencies : children(pom, "dependencies")) {
                for (Element dependency : children(dependencies, "dependency")) {
                    if (!text(dependency, "scope").equals("test")) named.add(dependency);
                }
            }
            for (Element artifact : named) {
                String purl = "pkg:maven/" + text(artifact, "groupId") + "/" + text(artifact, "artifactId") + "@"
                        + text(artifact, "version");
                if (!sbom.contains(purl)) problems.add(path + " does not name " + purl);
            }
        }
    }

    private void sameBytes(Path jar, Path other) throws IOException {
        if (!present(other) || Files.mismatch(jar, other) < 0) return;
        try (ZipFile one = new ZipFile(jar.toFile());
                ZipFile two = new ZipFile(other.toFile())) {
            Set<String> names = new TreeSet<>(names(one));
            names.addAll(names(two));
            names.removeIf(name -> Arrays.equals(read(one, name), read(two, name)));
            problems.add(jar + " and " + other + " are not the same, in " + (names.isEmpty() ? "their order" : names)
                    + ". Are they of the same state? Then the build puts something of its time or place into them.");
        }
    }

    private void equal(ZipFile jar, String name, Path file) throws IOException {
        if (!Arrays.equals(read(jar, name), Files.readAllBytes(file))) {
            problems.add(jar.getName() + ": " + name + " is not " + file);
        }
    }

    private void same(String what, String expected, String actual) {
        if (!expected.equals(actual)) problems.add(what + " is " + actual + " instead of " + expected);
    }

    private boolean present(Path file) {
        files++;
        if (Files.isRegularFile(file)) return true;
        problems.add(file + " is missing");
        return false;
    }

    private static byte[] read(ZipFile jar, String name) {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) return new byte[0];
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            return e.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private static List<String> names(ZipFile jar) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .toList();
    }

    private static List<Path> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String slashes(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static List<Element> children(Element parent, String tag) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && node.getNodeName().equals(tag))
                .map(Element.class::cast)
                .toList();
    }

    private static String text(Element element, String path) {
        int slash = path.indexOf('/');
        List<Element> found = children(element, slash < 0 ? path : path.substring(0, slash));
        if (found.isEmpty()) return "";
        return slash < 0 ? found.get(0).getTextContent().strip() : text(found.get(0), path.substring(slash + 1));
    }
}
