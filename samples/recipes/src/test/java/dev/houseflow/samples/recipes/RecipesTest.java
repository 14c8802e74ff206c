package dev.houseflow.samples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every recipe runs and prints what its file says, and docs/recipes.md lists every one with its first sentence. */
class RecipesTest {
    private static final Path PAGE = Path.of("../../docs/recipes.md");
    private static final Pattern SENTENCE = Pattern.compile("^/\\*\\* (.*) \\*/$", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> recipes() throws IOException {
        return sources().stream()
                .map(source -> DynamicTest.dynamicTest(name(source), source.toUri(), () -> printsWhatItSays(source)));
    }

    @Test
    void thePageListsThemAll() throws IOException {
        assertEquals(
                sources().stream().map(RecipesTest::line).sorted().toList(),
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.contains("](../samples/recipes/"))
                        .sorted()
                        .toList());
    }

    private static void printsWhatItSays(Path source) throws IOException {
        String text = Files.readString(source);
        int start = text.indexOf("\n// Prints:\n");
        assertTrue(start > 0, "The file ends with what it prints, below a line \"// Prints:\"");
        String expected = text.substring(start + 12)
                .lines()
                .map(line -> line.substring(3))
                .collect(Collectors.joining("\n"));
        String kotlin = source.toString().endsWith(".kt") ? "Kt" : "";
        assertEquals(
                expected,
                Assertions.assertTimeoutPreemptively(Duration.ofMinutes(3), () -> run(name(source) + kotlin)));
    }

    /** One recipe at a time has the standard output. */
    private static String run(String className) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Class.forName("dev.houseflow.samples.recipes." + className)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> recipes = files.filter(file -> file.toString().matches(".*\\.(kt|java)"))
                    .filter(file -> !List.of("RecipeServer", "TlsFront").contains(name(file)))
                    .sorted()
                    .toList();
            assertTrue(recipes.size() > 60, () -> "only " + recipes.size() + " recipes were found");
            return recipes;
        }
    }

    private static String name(Path source) {
        return source.getFileName().toString().replaceFirst("\\.(kt|java)$", "");
    }

    private static String line(Path source) {
        try {
            Matcher sentence = SENTENCE.matcher(Files.readString(source));
            assertTrue(sentence.find(), () -> source + " begins with one sentence of what it shows");
            return "| [" + name(source) + "](../samples/recipes/"
                    + source.toString().replace('\\', '/') + ") | " + sentence.group(1) + " |";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
