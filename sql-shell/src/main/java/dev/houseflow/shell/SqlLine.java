package dev.houseflow.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * What was typed, as completion sees it: the word up to the cursor, dots included, and nothing
 * else.
 */
record SqlLine(String line, int cursor, String word) implements CompletingParsedLine {
    static SqlLine of(String line, int cursor) {
        int begin = cursor;
        while (begin > 0 && isPart(line.charAt(begin - 1))) begin--;
        return new SqlLine(line, cursor, line.substring(begin, cursor));
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '`' || c == '\\';
    }

    /** The text before the word. */
    String before() {
        return line.substring(0, cursor - word.length());
    }

    @Override
    public int wordCursor() {
        return word.length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return word.length();
    }

    @Override
    public int rawWordLength() {
        return word.length();
    }
}
