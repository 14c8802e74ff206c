package dev.houseflow.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Kotlin or Java block of the documents is a piece of the compiled samples, letter by letter. */
class SnippetsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern MARKER = Pattern.compile("<!-- snippet: (\\S+) -->");
    private static final Pattern BEGIN = Pattern.compile("\\s*// snippet: (\\S+)");

    /**
     * Where regions are: the samples, their tests, the tests of what needs more libraries than the samples have, and what is written with other
     * clients, which the benchmarks have.
     */
    private static final List<Path> SOURCES = List.of(
            Path.of("src/main"),
            Path.of("src/test"),
            ROOT.resolve("samples/spring/src/main"),
            ROOT.resolve("sdk-test/src/test"),
            ROOT.resolve("sdk-spring-boot/src/test"),
            ROOT.resolve("sdk-ktor/src/test"),
            ROOT.resolve("sdk-notebook/src/test"),
            ROOT.resolve("benchmarks/src/test/java/dev/houseflow/benchmarks/migration"));

    @Test
    void theDocumentsShowWhatIsCompiled() throws IOException {
        Map<String, String> compiled = compiled();
        Set<String> unused = new TreeSet<>(compiled.keySet());
        int compared = 0;
        for (Path document : documents()) {
            for (Block block : blocks(document)) {
                String where = ROOT.relativize(document) + ", line " + block.line;
                assertTrue(block.name != null, where + ": a block of code without a <!-- snippet: name --> above it");
                assertTrue(compiled.containsKey(block.name), where + ": no sample has the region " + block.name);
                assertEquals(compiled.get(block.name), block.text, where + ": differs from the region " + block.name);
                unused.remove(block.name);
                compared++;
            }
        }
        assertTrue(compared >= 60, "only " + compared + " blocks were found: are the documents still there?");
        assertEquals(Set.of(), unused, "regions of the samples that no document shows");
    }

    private record Block(String name, String text, int line) {}

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    private static List<Block> blocks(Path document) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).equals("```kotlin") && !lines.get(i).equals("```java")) continue;
            Matcher marker = MARKER.matcher(i == 0 ? "" : lines.get(i - 1));
            boolean isFile = i > 0 && lines.get(i - 1).startsWith("<!-- file: ");
            int begin = i + 1;
            do i++;
            while (!lines.get(i).equals("```"));
            // A whole file of the first steps, which consumers/first-steps compiles.
            if (isFile) continue;
            blocks.add(new Block(
                    marker.matches() ? marker.group(1) : null, String.join("\n", lines.subList(begin, i)), begin));
        }
        return blocks;
    }

    private static Map<String, String> compiled() throws IOException {
        Map<String, String> regions = new HashMap<>();
        for (Path sources : SOURCES) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.(kt|java)"))
                        .toList()) {
                    collect(file, regions);
                }
            }
        }
        return regions;
    }

    private static void collect(Path file, Map<String, String> regions) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher begin = BEGIN.matcher(lines.get(i));
            if (!begin.matches()) continue;
            int first = i + 1;
            do {
                i++;
                assertTrue(i < lines.size(), file + ": the region " + begin.group(1) + " has no // end");
            } while (!lines.get(i).strip().equals("// end"));
            String text = String.join("\n", lines.subList(first, i)).stripIndent();
            assertFalse(regions.containsKey(begin.group(1)), file + ": a second region " + begin.group(1));
            regions.put(begin.group(1), text);
        }
    }
}
