package dev.houseflow.shell;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords and the names of the schema. */
final class SqlCompleter implements Completer {
    private static final Pattern WANTS_TABLE =
            Pattern.compile("(?is).*\\b(FROM|JOIN|INTO|TABLE|DESCRIBE|DESC|EXISTS|OPTIMIZE|TRUNCATE|UPDATE)\\s+");
    private static final Pattern WANTS_DATABASE = Pattern.compile("(?is).*\\b(USE|DATABASE)\\s+");
    private static final List<String> COMMANDS = List.of("\\help", "\\quit", "\\format ");

    private final SchemaNames names;

    SqlCompleter(SchemaNames names) {
        this.names = names;
    }

    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        SqlLine line = (SqlLine) parsed;
        String word = line.word();
        if (word.startsWith("\\") && line.before().isBlank()) {
            add(candidates, "command", "", COMMANDS, false);
            return;
        }
        int dot = word.lastIndexOf('.');
        if (dot >= 0) {
            String parent = word.substring(0, dot);
            int first = parent.indexOf('.');
            List<String> below = first < 0
                    ? names.below(plain(parent))
                    : names.columns(plain(parent.substring(0, first)), plain(parent.substring(first + 1)));
            add(candidates, "", parent + ".", below, true);
        } else if (WANTS_DATABASE.matcher(line.before()).matches()) {
            add(candidates, "database", "", names.databases(), true);
        } else if (WANTS_TABLE.matcher(line.before()).matches()) {
            add(candidates, "table", "", names.tables(), true);
            add(candidates, "database", "", names.databases(), false);
        } else if (!word.isEmpty()) {
            add(candidates, "column", "", names.columns(), true);
            add(candidates, "table", "", names.tables(), true);
            add(candidates, "database", "", names.databases(), false);
            keywords(candidates, word);
            add(candidates, "function", "", names.functions(), false);
        }
    }

    /** Keywords in the case in which the word begins. */
    private void keywords(List<Candidate> candidates, String word) {
        boolean lower = Character.isLowerCase(word.charAt(0));
        List<String> written = lower
                ? names.keywords().stream()
                        .map(keyword -> keyword.toLowerCase(Locale.ROOT))
                        .toList()
                : names.keywords();
        add(candidates, "keyword", "", written, true);
    }

    private static String plain(String name) {
        return name.startsWith("`") && name.endsWith("`") && name.length() > 1
                ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1")
                : name;
    }

    private static void add(
            List<Candidate> candidates, String group, String prefix, List<String> names, boolean complete) {
        for (String name : names) {
            candidates.add(
                    new Candidate(prefix + name, name, group.isEmpty() ? null : group, null, null, null, complete));
        }
    }
}
