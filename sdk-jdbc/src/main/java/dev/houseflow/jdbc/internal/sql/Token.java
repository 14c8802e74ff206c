package dev.houseflow.jdbc.internal.sql;

/** A word, a text or name in quotes, a placeholder, or a single other character of a statement. */
final class Token {
    enum Kind {
        WORD,
        QUOTED,
        /** A `?` that takes a value. */
        MARK,
        /** The statement's own {@code {name:Type}}. */
        NAMED,
        OTHER
    }

    final Kind kind;
    final String text;
    final int start;
    final int end;
    /** How many parentheses are open around it. */
    final int depth;

    Token(Kind kind, String text, int start, int end, int depth) {
        this.kind = kind;
        this.text = text;
        this.start = start;
        this.end = end;
        this.depth = depth;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean is(char c) {
        return kind == Kind.OTHER && text.charAt(0) == c;
    }
}
