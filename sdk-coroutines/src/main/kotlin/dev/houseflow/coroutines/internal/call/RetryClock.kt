package dev.houseflow.coroutines.internal.call

import kotlinx.coroutines.delay
import kotlin.random.Random

/** Time and chance, as retries and load balancing see them; tests bring their own. */
internal class RetryClock(
    val nanoTime: () -> Long = System::nanoTime,
    val sleep: suspend (millis: Long) -> Unit = { delay(it) },
    val random: Random = Random.Default,
)
