package dev.houseflow.embedded.internal.sql;

/** A token of a statement: {@code [begin, end)} in its text. */
public record Token(Kind kind, int begin, int end) {
    public enum Kind {
        /** A keyword or a plain identifier. */
        WORD,
        NUMBER,
        /** A string literal or a heredoc. */
        STRING,
        /** An identifier in double quotes or backticks. */
        QUOTED,
        /** One character of punctuation. */
        SYMBOL,
        /** A string, quoted identifier or comment that never ends. */
        UNFINISHED,
        /** The end of the text; an empty token. */
        END
    }
}
