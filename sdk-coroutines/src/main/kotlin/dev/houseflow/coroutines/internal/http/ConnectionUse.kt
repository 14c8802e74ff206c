package dev.houseflow.coroutines.internal.http

/**
 * What a connection is taken for, as errors tell it.
 *
 * @property queryId the id of the query, if it is one
 * @property statement the statement, if errors may show it
 */
internal class ConnectionUse(val kind: Kind, val queryId: String? = null, val statement: String? = null) {
    /** [one] of a kind, and [several]. */
    enum class Kind(private val one: String, private val several: String) {
        STREAM("stream", "streams"),
        INSERT("insert", "inserts"),
        QUERY("query", "queries"),
        HANDLER("call of a handler", "calls of handlers"),
        OTHER("request", "requests"),
        ;

        fun of(number: Int): String = if (number == 1) "1 $one" else "$number $several"

        override fun toString(): String = one
    }

    override fun toString(): String = buildString {
        append(kind)
        if (queryId != null) append(" ").append(queryId)
        if (statement != null) append(" (").append(shortened(statement)).append(")")
    }

    private fun shortened(text: String): String {
        val line = text.trim().replace(SPACE, " ")
        return if (line.length <= MAX_SHOWN) line else line.take(MAX_SHOWN) + "..."
    }

    internal companion object {
        val OTHER: ConnectionUse = ConnectionUse(Kind.OTHER)
        private val SPACE = Regex("\\s+")
        private const val MAX_SHOWN = 80
    }
}
