package dev.houseflow.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents below a folder, and what is wrong with the links between them. */
final class Documents {
    private static final Pattern LINK = Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)");
    private static final Pattern IMAGE = Pattern.compile("<(?:img|a) [^>]*(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern MENTION = Pattern.compile("docs/[A-Za-z0-9_./-]+\\.md(#[A-Za-z0-9_-]+)?");

    private final Path root;
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    Documents(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** All of them: those at the root, and every one below {@code docs}. */
    List<Path> all() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(root)) {
            files.filter(Documents::isDocument).sorted().forEach(documents::add);
        }
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            files.filter(Documents::isDocument).sorted().forEach(documents::add);
        }
        return documents;
    }

    /** Links that lead nowhere, one line each. */
    List<String> brokenLinks() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path document : all()) {
            List<String> lines = prose(document);
            for (int i = 0; i < lines.size(); i++) {
                for (String target : targets(lines.get(i))) {
                    String problem = problem(document, target);
                    if (problem != null) problems.add(root.relativize(document) + ", line " + (i + 1) + ": " + problem);
                }
            }
        }
        return problems;
    }

    /** Pages of the guide to which no path of links leads from its table of contents. */
    Set<String> unreachable() throws IOException {
        Path docs = root.resolve("docs");
        Path start = docs.resolve("README.md");
        Set<Path> seen = new HashSet<>(Set.of(start));
        Deque<Path> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Path document = open.pop();
            for (String line : prose(document)) {
                for (String target : targets(line)) {
                    Path file = resolve(document, target);
                    if (file != null && isDocument(file) && file.startsWith(docs) && seen.add(file)) open.push(file);
                }
            }
        }
        Set<String> lost = new TreeSet<>();
        for (Path document : all()) {
            if (document.startsWith(docs) && !seen.contains(document))
                lost.add(root.relativize(document).toString());
        }
        return lost;
    }

    /** Documents that sources name, in comments and messages, and that are not there. */
    List<String> brokenMentions(Stream<Path> sources) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path source : (Iterable<Path>) sources.sorted()::iterator) {
            Matcher mention = MENTION.matcher(Files.readString(source));
            while (mention.find()) {
                String problem = problem(root.resolve("source"), mention.group());
                if (problem != null) problems.add(root.relativize(source) + ": " + problem);
            }
        }
        return problems;
    }

    private String problem(Path document, String target) throws IOException {
        if (ELSEWHERE.matcher(target).matches()) return null;
        if (target.startsWith("/")) return target + " is not relative";
        Path file = resolve(document, target);
        if (file == null || !Files.exists(file)) return target + " does not exist";
        int hash = target.indexOf('#');
        if (hash < 0) return null;
        if (!isDocument(file)) return target + " has an anchor and is no document";
        String anchor = target.substring(hash + 1);
        return anchors(file).contains(anchor) ? null : target + " has no such heading";
    }

    /** What a link leads to; {@code null} for what is not in this project. */
    private Path resolve(Path document, String target) {
        if (ELSEWHERE.matcher(target).matches()) return null;
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        if (path.isEmpty()) return document;
        Path file = document.resolveSibling(path).normalize();
        return file.startsWith(root) ? file : null;
    }

    private static List<String> targets(String line) {
        List<String> targets = new ArrayList<>();
        for (Pattern pattern : List.of(LINK, IMAGE)) {
            Matcher link = pattern.matcher(line);
            while (link.find()) targets.add(link.group(1));
        }
        return targets;
    }

    /** The lines of a document, with those of code blocks and what is code within a line left empty. */
    private static List<String> prose(Path document) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(document)) {
            boolean fence = line.strip().startsWith("```");
            lines.add(code || fence ? "" : line.replaceAll("`[^`]*`", "``"));
            if (fence) code = !code;
        }
        return lines;
    }

    /** The anchors that GitHub makes of the headings. */
    private Set<String> anchors(Path document) throws IOException {
        Set<String> known = anchors.get(document);
        if (known != null) return known;
        Set<String> made = new HashSet<>();
        boolean code = false;
        for (String line : Files.readAllLines(document)) {
            if (line.strip().startsWith("```")) code = !code;
            Matcher heading = HEADING.matcher(line);
            if (code || !heading.matches()) continue;
            String text = heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
            String anchor = text.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                    .replace(' ', '-');
            String free = anchor;
            for (int n = 1; !made.add(free); n++) free = anchor + "-" + n;
        }
        anchors.put(document, made);
        return made;
    }

    private static boolean isDocument(Path file) {
        return file.toString().endsWith(".md") && Files.isRegularFile(file);
    }
}
