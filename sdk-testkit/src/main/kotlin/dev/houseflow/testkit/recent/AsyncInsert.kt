package dev.houseflow.testkit.recent

/**
 * An insert whose data a server of today collects with that of others, as it does by default.
 *
 * @property waits whether it is acknowledged when its data is in the table, and not already when it
 * is in the server's memory.
 */
internal class AsyncInsert private constructor(val waits: Boolean) {
    /** What such a server answers at once. */
    fun acknowledgement(queryId: String?): ByteArray = Head(
        listOf(
            "HTTP/1.1 200 OK",
            "Content-Type: text/plain; charset=UTF-8",
            "X-ClickHouse-Server-Display-Name: recent",
            "X-ClickHouse-Query-Id: ${queryId.orEmpty()}",
            "X-ClickHouse-Timezone: UTC",
            COUNTS,
            "Content-Length: 0",
        ),
    ).bytes()

    /** [head] with the counters of an asynchronous insert, which count nothing. */
    fun withoutCounts(head: Head): Head = head.with(listOf(COUNTS), "X-ClickHouse-Summary")

    companion object {
        private val NAMES = listOf(
            "read_rows",
            "read_bytes",
            "written_rows",
            "written_bytes",
            "total_rows_to_read",
            "result_rows",
            "result_bytes",
        )
        private val COUNTS =
            "X-ClickHouse-Summary: " + NAMES.joinToString(",", "{", ",\"elapsed_ns\":\"1200345\"}") { "\"$it\":\"0\"" }
        private val INSERT = Regex("^\\s*INSERT\\s", RegexOption.IGNORE_CASE)
        private val QUERY = Regex("\\b(SELECT|WITH)\\b", RegexOption.IGNORE_CASE)

        /**
         * The insert that [statement] is, if its data comes along and [fields] leave it
         * asynchronous.
         */
        fun of(fields: RequestFields, statement: String): AsyncInsert? {
            if (!INSERT.containsMatchIn(statement) || QUERY.containsMatchIn(statement)) return null
            if (fields["async_insert"] == "0") return null
            return AsyncInsert(fields["wait_for_async_insert"] != "0")
        }
    }
}
