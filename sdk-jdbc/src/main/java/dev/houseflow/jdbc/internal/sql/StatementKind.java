package dev.houseflow.jdbc.internal.sql;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What the first word of a statement says about its answer. */
public enum StatementKind {
    /** It answers rows. */
    READS,
    /** It answers none. */
    WRITES,
    /** The answer tells. */
    OPEN;

    private static final Set<String> READ_WORDS =
            new HashSet<>(Arrays.asList("SELECT", "WITH", "FROM", "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN"));
    private static final Set<String> WRITE_WORDS = new HashSet<>(Arrays.asList(
            ("INSERT CREATE ALTER DROP RENAME TRUNCATE DELETE UPDATE OPTIMIZE SET USE GRANT REVOKE ATTACH DETACH EXCHANGE UNDROP MOVE "
                            + "REPLACE")
                    .split(" ")));

    static StatementKind of(String firstWord, boolean holdsInsert, boolean onCluster) {
        if (READ_WORDS.contains(firstWord)) return holdsInsert && !firstWord.equals("EXPLAIN") ? OPEN : READS;
        return WRITE_WORDS.contains(firstWord) && !onCluster ? WRITES : OPEN;
    }
}
