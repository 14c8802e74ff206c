package dev.houseflow.coroutines.internal.request

import dev.houseflow.Format

/** URL parameters that say how an answer is to come. */
internal object AnswerParameters {
    /** The parameter that makes a server finish the query before it answers. */
    const val WAIT_END: String = "wait_end_of_query"
    val WAIT: Pair<String, String> = WAIT_END to "1"
    val NATIVE: Pair<String, String> = format(Format.NATIVE)

    fun format(format: Format): Pair<String, String> = "default_format" to format.name
}
