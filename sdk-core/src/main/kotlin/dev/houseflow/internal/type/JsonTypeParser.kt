package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException

/** The arguments of a `JSON(...)` type: limits, typed paths and SKIP rules, in any order. */
internal object JsonTypeParser {
    fun build(arguments: List<String>): ClickHouseType {
        val typed = LinkedHashMap<String, ClickHouseType>()
        for (argument in arguments) {
            if (LIMIT.matches(argument) || SKIP.containsMatchIn(argument)) continue
            val end = pathEnd(argument)
            val path = unquote(argument.substring(0, end))
            if (end == argument.length || typed.put(path, TypeParser(argument.substring(end)).parseAll()) != null) {
                throw FormatException("This is no argument of a JSON type, or one too many for its path: $argument")
            }
        }
        return ClickHouseType.Json(typed, arguments)
    }

    /** The first space outside of quotes: between path and type. */
    private fun pathEnd(argument: String): Int {
        var at = 0
        while (at < argument.length && !argument[at].isWhitespace()) {
            at = if (argument[at] == '`') Quoted.read(argument, at)?.end ?: argument.length else at + 1
        }
        return at
    }

    /** `a.b` and `` `a b`.c `` as the path they stand for. */
    private fun unquote(path: String): String = buildString {
        var at = 0
        while (at < path.length) {
            val quoted = if (path[at] == '`') Quoted.read(path, at) else null
            if (quoted == null) {
                append(path[at++])
            } else {
                append(quoted.text)
                at = quoted.end
            }
        }
    }

    private val LIMIT = Regex("""max_dynamic_(paths|types)\s*=\s*\d+""")
    private val SKIP = Regex("""^SKIP\s""")
}
