package dev.houseflow.coroutines.internal.call

/** Told of each attempt at one call when it is over, before it is made again. Must not throw. */
internal fun interface AttemptWatch {
    fun attempted(queryId: String, failure: Throwable?)
}
