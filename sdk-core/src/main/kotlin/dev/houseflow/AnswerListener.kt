package dev.houseflow

/**
 * Told that the answer of a query has begun well, with what the server says in its head. See
 * [QueryRequest.onAnswer].
 */
public fun interface AnswerListener {
    /**
     * Takes [summary]: the query's id, the format, and all reply headers. For `execute`, `query`,
     * `rawQuery` and `rawResult` its counters are final; for streams and downloads they say how far
     * the query was when the answer began. Called on a thread of the client's, which it must not
     * block. What it throws, the call throws.
     */
    public fun onAnswer(summary: QuerySummary)
}
