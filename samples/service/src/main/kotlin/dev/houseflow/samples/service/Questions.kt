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

val QUESTIONS: List<Question> = listOf(
    Question("hours", "When do flights leave late?", Flights.HOURS),
    Question("routes", "Which routes are the busiest?", Flights.ROUTES),
    Question("late", "Which flights were late by some minutes or more?", Flights.LATE, mapOf("minutes" to "60")),
    Question("sure", "How sure is the average delay of each airport?", Flights.SURE, mapOf("resamples" to "20")),
)
