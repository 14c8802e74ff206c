package dev.houseflow.coroutines.internal.insert

/**
 * Which of the settings that were asked for a server has.
 *
 * @param areKnown whether the server has told; some users may not ask.
 */
internal class ServerSettings(private val names: Set<String>, private val areKnown: Boolean) {
    fun has(name: String): Boolean = name in names

    /** Whether it certainly does not have this one. */
    fun lacks(name: String): Boolean = areKnown && name !in names
}
