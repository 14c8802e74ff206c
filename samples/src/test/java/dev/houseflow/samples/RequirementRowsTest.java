package dev.houseflow.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of requirements in docs/compatibility.md, and what it says of tests. */
class RequirementRowsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Map<Character, Integer> COUNTS =
            Map.of('A', 8, 'B', 3, 'C', 5, 'D', 4, 'E', 5, 'F', 3, 'G', 12, 'H', 17, 'I', 42);
    private static final Pattern ROW = Pattern.compile("^\\| ([A-I]\\d+) \\|(.*)\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|$");

    /** A test's name in Kotlin, or a test's function in Java, that begins with rows. */
    private static final Pattern TEST =
            Pattern.compile("(?:test|case)\\(\\s*\"((?:[A-I]\\d+,? )+)|void ((?:[A-I]\\d+_)+)[a-z]");

    private static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (char letter = 'A'; letter <= 'I'; letter++) {
            for (int number = 1; number <= COUNTS.get(letter); number++) rows.add("" + letter + number);
        }
        return rows;
    }

    private static List<Matcher> table() throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/compatibility.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) rows.add(row);
        }
        return rows;
    }

    /** The rows that tests below {@code folder} name. */
    private static Set<String> tested(String folder) throws IOException {
        Set<String> found = new HashSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(kt|java)"))
                    .toList()) {
                Matcher test = TEST.matcher(Files.readString(file));
                while (test.find()) {
                    String ids = test.group(1) != null ? test.group(1) : test.group(2);
                    for (String id : ids.split("[ ,_]+")) found.add(id);
                }
            }
        }
        return found;
    }

    @Test
    void theTableHasEachRowOnce() throws IOException {
        assertEquals(rows(), table().stream().map(row -> row.group(1)).collect(Collectors.toList()));
    }

    @Test
    void whatTheTableCallsTestedIsTested() throws IOException {
        Map<String, Set<String>> tests = new HashMap<>();
        Set<String> shared = new HashSet<>(tested("sdk-testkit/src"));
        shared.addAll(tested("sdk-core/src/test"));
        shared.addAll(tested("samples/src/test"));
        // It compares the two.
        shared.addAll(tested("sdk-java-compat/src/test/java/dev/houseflow/javaapi/ApiParityTest.java"));
        tests.put("Kotlin", new HashSet<>(shared));
        tests.get("Kotlin").addAll(tested("sdk-coroutines/src/test"));
        tests.put("Java", new HashSet<>(shared));
        tests.get("Java").addAll(tested("sdk-java-compat/src/test"));
        Set<String> untrue = new TreeSet<>();
        for (Matcher row : table()) {
            String id = row.group(1);
            if (row.group(3).trim().equals("yes") != tests.get("Kotlin").contains(id)) untrue.add(id + ", Kotlin");
            if (row.group(4).trim().equals("yes") != tests.get("Java").contains(id)) untrue.add(id + ", Java");
        }
        assertEquals(Set.of(), untrue);
    }

    @Test
    void everyRowHasATest() throws IOException {
        Set<String> missing = new TreeSet<>(rows());
        for (String folder : List.of(
                "sdk-testkit/src",
                "sdk-core/src/test",
                "sdk-coroutines/src/test",
                "sdk-java-compat/src/test",
                "samples/src/test")) missing.removeAll(tested(folder));
        assertEquals(Set.of(), missing);
    }

    @Test
    void G5_theDocumentsSayHowToolsConnect() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/compatibility.md"));
        for (String tool : List.of("Superset", "Metabase", "Tableau", "DBeaver", "pandas", "SQLAlchemy"))
            assertTrue(page.contains(tool), tool + " is not in docs/compatibility.md");
        assertTrue(page.contains("(jdbc.md)"), "docs/compatibility.md does not lead to the JDBC driver");
    }

    @Test
    void G6_theMatrixNamesTheVersionsThatTheBuildRuns() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/compatibility.md"));
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        for (String property : List.of(
                "kotlin.version",
                "kotlinx.coroutines.newest",
                "kotlinx.serialization.newest",
                "kotlin.stdlib.version",
                "kotlinx.coroutines.version",
                "kotlinx.serialization.version")) {
            Matcher version = Pattern.compile("<" + Pattern.quote(property) + ">([0-9.]+)<")
                    .matcher(pom);
            assertTrue(version.find(), property + " is not in pom.xml");
            assertTrue(page.contains(version.group(1)), property + " is " + version.group(1) + " in pom.xml only");
        }
        for (String server : List.of("18.16", "26.7", "26.10", "LTS")) assertTrue(page.contains(server), server);
        for (String machine : List.of("Linux", "macOS", "Windows", "8.0 (API 26)", "x86-64"))
            assertTrue(page.contains(machine), machine);
    }

    @Test
    void G9_theInstallationNamesWhatTheBuildMakes() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        Matcher version = Pattern.compile("<artifactId>houseflow-bom</artifactId>\\s*<version>([^<]+)<")
                .matcher(bom);
        assertTrue(version.find(), "the BOM has no version");
        assertTrue(readme.contains("houseflow-bom:" + version.group(1)), "README.md has another version");
        int named = 0;
        Matcher artifact = Pattern.compile("(?:<artifactId>|dev\\.houseflow:)(houseflow-[a-z-]+)")
                .matcher(readme);
        while (artifact.find()) {
            if (artifact.group(1).equals("houseflow-bom")) continue;
            assertTrue(
                    bom.contains("<artifactId>" + artifact.group(1) + "</artifactId>"),
                    artifact.group(1) + " is not in the BOM");
            named++;
        }
        assertTrue(named >= 4, "README.md names " + named + " artifacts");
    }

    @Test
    void G10_helpAndVulnerabilitiesHaveTheirPages() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        for (String page : List.of("SUPPORT.md", "SECURITY.md")) {
            assertTrue(readme.contains("(" + page + ")"), "README.md does not lead to " + page);
            assertTrue(Files.readString(ROOT.resolve(page)).contains("report"), page + " says nothing of reports");
        }
        assertTrue(Files.readString(ROOT.resolve("SUPPORT.md")).contains("Until 1.0"), "SUPPORT.md has no policy");
    }
}
