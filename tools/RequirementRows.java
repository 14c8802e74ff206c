import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Writes the table of requirements in docs/compatibility.md from the reports of a test run: which rows have tests that pass, by client and by
 * server. Run in the root of the repository, after the tests: java tools/RequirementRows.java
 */
final class RequirementRows {
    private static final Path PAGE = Path.of("docs/compatibility.md");
    private static final Pattern NAME = Pattern.compile("^((?:[A-I][0-9]+[ _])+)");
    private static final Pattern ROW = Pattern.compile("^\\| ([A-I][0-9]+) \\| ([^|]+) \\|.*$");
    private static final Map<String, String> SERVERS = Map.of(
            ", on embedded", "26.7", ", on scripted 26.10", "26.10", ", on clickhouse-server 18.16", "18.16");

    /** The modules whose tests show a thing of both clients. */
    private static final Set<String> OF_BOTH = Set.of("sdk-core", "sdk-testkit", "samples");

    private static final class Row {
        boolean kotlin;
        boolean java;
        boolean scripted;
        final Set<String> servers = new TreeSet<>();
    }

    public static void main(String[] args) throws Exception {
        Map<String, Row> rows = new TreeMap<>();
        for (String module : List.of("sdk-core", "sdk-testkit", "sdk-coroutines", "sdk-java-compat", "samples")) {
            Path reports = Path.of(module, "target", "surefire-reports");
            if (!Files.isDirectory(reports)) throw new IllegalStateException(reports + " is missing: run the tests first");
            try (Stream<Path> files = Files.list(reports)) {
                for (Path file : files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).toList())
                    read(file, module, rows);
            }
        }
        List<String> lines = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher matcher = ROW.matcher(line);
            if (!matcher.matches()) {
                lines.add(line);
                continue;
            }
            Row row = rows.getOrDefault(matcher.group(1), new Row());
            if (!row.kotlin || !row.java) missing.add(matcher.group(1));
            lines.add("| " + matcher.group(1) + " | " + matcher.group(2) + " | " + yes(row.kotlin) + " | " + yes(row.java) + " | " + seen(row) + " |");
        }
        Files.write(PAGE, lines);
        System.out.println(rows.size() + " rows have tests that pass; not in both clients: " + missing);
    }

    private static String yes(boolean tested) {
        return tested ? "yes" : "-";
    }

    private static String seen(Row row) {
        List<String> seen = new ArrayList<>();
        for (String server : List.of("26.7", "26.10", "18.16")) if (row.servers.contains(server)) seen.add(server);
        if (row.scripted) seen.add("scripted");
        return seen.isEmpty() ? "none" : String.join(", ", seen);
    }

    private static void read(Path file, String module, Map<String, Row> rows) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            boolean passed = Stream.of("failure", "error", "skipped").allMatch(outcome -> test.getElementsByTagName(outcome).getLength() == 0);
            Matcher name = NAME.matcher(test.getAttribute("name"));
            if (!passed || !name.find()) continue;
            for (String id : name.group(1).trim().split("[ _]")) {
                if (id.isEmpty()) continue;
                Row row = rows.computeIfAbsent(id, key -> new Row());
                // One test compares the two clients.
                if (test.getAttribute("classname").endsWith("ApiParityTest")) row.kotlin = true;
                if (module.equals("sdk-coroutines") || OF_BOTH.contains(module)) row.kotlin = true;
                if (module.equals("sdk-java-compat") || OF_BOTH.contains(module)) row.java = true;
                boolean onServer = false;
                for (Map.Entry<String, String> server : SERVERS.entrySet()) {
                    if (!test.getAttribute("name").contains(server.getKey())) continue;
                    row.servers.add(server.getValue());
                    onServer = true;
                }
                if (!onServer && test.getAttribute("classname").matches(".*(Rows|RequestHead|ServerError|faults|HandlersTest|QueryEndpointTest).*")) row.scripted = true;
            }
        }
    }
}
