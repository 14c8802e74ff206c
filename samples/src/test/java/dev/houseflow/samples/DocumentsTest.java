package dev.houseflow.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every link of the documents leads somewhere, and every page of the guide can be found. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private final Documents documents = new Documents(ROOT);

    @Test
    void linksAndAnchorsExist() throws IOException {
        assertTrue(documents.all().size() >= 20, () -> "too few documents below " + ROOT);
        assertEquals(List.of(), documents.brokenLinks());
    }

    @Test
    void theTableOfContentsLeadsToEveryPage() throws IOException {
        assertEquals(Set.of(), documents.unreachable());
    }

    @Test
    void pagesThatSourcesNameExist() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path source : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(source)) {
                    files.filter(file -> file.toString().matches(".*\\.(kt|java)"))
                            .forEach(sources::add);
                }
            }
        }
        assertTrue(sources.size() > 500, () -> "only " + sources.size() + " sources were found below " + ROOT);
        sources.removeIf(file -> file.endsWith("DocumentsTest.java") || file.endsWith("Documents.java"));
        assertEquals(List.of(), documents.brokenMentions(sources.stream()));
    }

    @Test
    void whatIsBrokenIsFound(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("docs/deep"));
        Files.writeString(root.resolve("README.md"), "[guide](docs/README.md#a-guide) [gone](gone.md)\n");
        Files.writeString(root.resolve("docs/README.md"), """
                # A guide
                ## Twice, and `code`!
                ## Twice, and `code`!
                [one](one.md) [two](#twice-and-code-1) [three](one.md#nothing) [web](https://example.org/x#y)
                `[no link](nowhere.md)`
                ```
                [no link](nowhere.md)
                ```
                [outside](../../etc.md) [root](/docs/one.md)
                """);
        Files.writeString(root.resolve("docs/one.md"), "[![picture](gone.svg)](deep/two.md)\n<img src=\"gone.png\">\n");
        Files.writeString(root.resolve("docs/deep/two.md"), "[up](../README.md)\n");
        Files.writeString(root.resolve("docs/deep/lost.md"), "nothing leads here\n");
        Files.writeString(root.resolve("Source.java"), "// docs/one.md, docs/gone.md, docs/README.md#no\n");
        Documents broken = new Documents(root);
        assertEquals(
                List.of(
                        "README.md, line 1: gone.md does not exist",
                        "docs/README.md, line 4: one.md#nothing has no such heading",
                        "docs/README.md, line 9: ../../etc.md does not exist",
                        "docs/README.md, line 9: /docs/one.md is not relative",
                        "docs/one.md, line 1: gone.svg does not exist",
                        "docs/one.md, line 2: gone.png does not exist"),
                broken.brokenLinks());
        assertEquals(Set.of("docs/deep/lost.md"), broken.unreachable());
        assertEquals(
                List.of(
                        "Source.java: docs/gone.md does not exist",
                        "Source.java: docs/README.md#no has no such heading"),
                broken.brokenMentions(Stream.of(root.resolve("Source.java"))));
    }
}
