package dev.houseflow.samples.service

import dev.houseflow.samples.Flights
import kotlinx.serialization.Serializable

/**
 * What the page can ask about the flights.
 *
 * @property parameters what the one who asks may choose, with what is used otherwise
 */
@Serializable
data class Question(
    val id: String,
    val title: String,
    val sql: String,
    val parameters: Map<String, String> = emptyMap(),
)

/**
 * Every flight counts in a random half of all resamples; how far their averages lie apart says how sure the average is. Blocks are
 * small: between two of them the server tells of progress, and looks whether it was cancelled.
 */
private const val SURE = """
    WITH
        arrayMap(i -> bitAnd(sipHash64(date, destination, delay, i), 1), range({resamples:UInt16})) AS chosen,
        arrayMap((total, n) -> total / greatest(n, 1), sumForEach(arrayMap(x -> x * delay, chosen)), sumForEach(chosen)) AS averages
    SELECT
        origin, count() AS flights, round(arrayMin(averages), 1) AS lowest, round(arrayMax(averages), 1) AS highest,
        round(avg(delay), 1) AS average_delay
    FROM quickstart_flights GROUP BY origin ORDER BY origin
    SETTINGS max_threads = 1, max_block_size = 8192"""

/** In the order of the table, so that the first rows come while the others are still being read. */
private const val LATE = """
    SELECT concat(origin, '-', destination) AS flight, date, distance, delay
    FROM quickstart_flights WHERE delay >= {minutes:Int16} ORDER BY origin, date"""

val QUESTIONS: List<Question> = listOf(
    Question("hours", "When do flights leave late?", Flights.HOURS),
    Question("routes", "Which routes are the busiest?", Flights.ROUTES),
    Question("late", "Which flights were late by some minutes or more?", LATE, mapOf("minutes" to "60")),
    Question("sure", "How sure is the average delay of each airport?", SURE, mapOf("resamples" to "20")),
)
