package dev.houseflow.embedded.internal.sql;

import dev.houseflow.embedded.internal.sql.Statement.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what a definition (CREATE, ALTER, BACKUP and the like) refers to outside of the data
 * directory, as far as the engine has no right of its own for it. Table functions and most table
 * engines are not looked for: the engine refuses those itself.
 */
public final class OutsideReferences {
    /** What is reached. */
    public enum Target {
        FILES,
        NETWORK,
        /** Commands of the machine, or statements that cannot be looked at. */
        COMMANDS
    }

    /**
     * One of them.
     *
     * @param what for the message, e.g. "the dictionary source HTTP"
     */
    public record Reference(Target target, String what) {}

    private static final Set<String> COMMAND_SOURCES = Set.of("EXECUTABLE", "EXECUTABLE_POOL", "LIBRARY");
    private static final Set<String> FILE_SOURCES = Set.of("FILE", "YAMLREGEXPTREE");
    private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "::1");
    private static final Set<String> REMOTE_BACKUPS = Set.of("S3", "AZUREBLOBSTORAGE");

    private final Statement statement;
    private final List<Reference> found = new ArrayList<>();

    private OutsideReferences(Statement statement) {
        this.statement = statement;
    }

    /** The references of a statement, in the order of its text. */
    public static List<Reference> of(Statement statement) {
        if (statement.kind() != Kind.OTHER && statement.kind() != Kind.CREATE_TEMPORARY) {
            return List.of();
        }
        OutsideReferences references = new OutsideReferences(statement);
        references.find();
        return references.found;
    }

    private void find() {
        boolean dictionary = statement.mentions("DICTIONARY");
        boolean backup = statement.mentions("BACKUP") || statement.mentions("RESTORE");
        for (int i = 0; i < statement.tokens().size(); i++) {
            if (statement.is(i, "ENGINE")) {
                engine(statement.isSymbol(i + 1, '=') ? i + 2 : i + 1);
            } else if (dictionary && statement.is(i, "SOURCE") && statement.isSymbol(i + 1, '(')) {
                source(i + 2);
            } else if (backup && REMOTE_BACKUPS.contains(name(i)) && statement.isSymbol(i + 1, '(')) {
                add(Target.NETWORK, "a backup in " + name(i));
            } else if (name(i).equals("DISK") && statement.isSymbol(i - 1, '=') && statement.isSymbol(i + 1, '(')) {
                add(Target.FILES, "a disk of its own");
                add(Target.NETWORK, "a disk of its own");
            }
        }
    }

    private void engine(int at) {
        switch (name(at)) {
            case "QUERYRUNNER" -> add(Target.COMMANDS, "the table engine QueryRunner");
            case "DATALAKECATALOG" -> add(Target.NETWORK, "the database engine DataLakeCatalog");
            case "EMBEDDEDROCKSDB" -> {
                if (hasSecondArgument(at + 1)) {
                    add(Target.FILES, "the table engine EmbeddedRocksDB with a directory");
                }
            }
            default -> {}
        }
    }

    private void source(int at) {
        String source = name(at);
        String what = "the dictionary source " + source;
        if (COMMAND_SOURCES.contains(source)) {
            add(Target.COMMANDS, what);
        } else if (FILE_SOURCES.contains(source)) {
            add(Target.FILES, what);
        } else if (!source.equals("NULL") && !(source.equals("CLICKHOUSE") && isOwnServer(at + 1))) {
            add(Target.NETWORK, source.equals("CLICKHOUSE") ? what + " with another host" : what);
        }
    }

    /**
     * Whether the arguments of CLICKHOUSE name no host but this one. A named collection may name
     * any.
     */
    private boolean isOwnServer(int open) {
        int end = endOfGroup(open);
        for (int i = open + 1; i < end; i++) {
            boolean localHost =
                    name(i).equals("HOST") && statement.isString(i + 1) && LOCAL_HOSTS.contains(statement.value(i + 1));
            if (name(i).equals("NAME") || name(i).equals("HOST") && !localHost) {
                return false;
            }
            if (localHost) {
                i++;
            }
        }
        return true;
    }

    private boolean hasSecondArgument(int open) {
        int end = endOfGroup(open);
        for (int i = open; i < end; i++) {
            if (statement.isSymbol(i, ',')) {
                return true;
            }
        }
        return false;
    }

    /**
     * The token that closes the group that {@code open} opens; {@code open} itself where none
     * begins there.
     */
    private int endOfGroup(int open) {
        if (!statement.isSymbol(open, '(')) {
            return open;
        }
        int level = 0;
        for (int i = open; i < statement.tokens().size(); i++) {
            level += statement.isSymbol(i, '(') ? 1 : statement.isSymbol(i, ')') ? -1 : 0;
            if (level == 0) {
                return i;
            }
        }
        return statement.tokens().size();
    }

    private void add(Target target, String what) {
        found.add(new Reference(target, what));
    }

    /**
     * A word or a quoted name, in upper case: most names of engines and sources are taken in any
     * case.
     */
    private String name(int token) {
        return statement.isName(token) ? statement.value(token).toUpperCase(Locale.ROOT) : "";
    }
}
