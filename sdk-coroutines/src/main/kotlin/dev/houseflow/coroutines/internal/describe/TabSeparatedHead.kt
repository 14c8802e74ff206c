package dev.houseflow.coroutines.internal.describe

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.block.ColumnHeader

/** The two lines that TabSeparatedWithNamesAndTypes begins with. */
internal object TabSeparatedHead {
    fun read(text: String): List<ColumnHeader> {
        val lines = text.split('\n')
        if (lines.size < 2) throw FormatException("The answer has no names and types before its rows")
        val names = lines[0].split('\t')
        val types = lines[1].split('\t')
        if (names.size != types.size) throw FormatException("The answer has ${names.size} names and ${types.size} types before its rows")
        return names.indices.map { ColumnHeader(unescaped(names[it]), ClickHouseType.parse(unescaped(types[it]))) }
    }

    private fun unescaped(text: String): String {
        if ('\\' !in text) return text
        return buildString {
            var at = 0
            while (at < text.length) {
                val c = text[at]
                if (c == '\\' && at + 1 < text.length) append(character(text[++at])) else append(c)
                at++
            }
        }
    }

    private fun character(escape: Char): Char = when (escape) {
        't' -> '\t'
        'n' -> '\n'
        'r' -> '\r'
        'b' -> '\b'
        'f' -> '\u000c'
        '0' -> '\u0000'
        else -> escape
    }
}
