package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.InsertMode
import dev.houseflow.InternalHouseflowApi

/** What an [InsertMode] is to a server. */
@InternalHouseflowApi
public object InsertSettings {
    /** The setting that makes inserts asynchronous. */
    public const val ASYNC: String = "async_insert"
    private const val WAIT = "wait_for_async_insert"

    /** Up to 26.1, tokens count for asynchronous inserts only with this one. */
    private const val DEDUPLICATE = "async_insert_deduplicate"

    /** The settings that a mode stands for. */
    @JvmField
    public val NAMES: Set<String> = setOf(ASYNC, WAIT)

    private val SYNCHRONOUS = listOf(ASYNC to "0")
    private val WAITING = listOf(ASYNC to "1", WAIT to "1")
    private val NOT_WAITING = listOf(ASYNC to "1", WAIT to "0")

    /** The settings for [mode], of an insert with a token of its own if [hasToken]. */
    @JvmStatic
    public fun of(mode: InsertMode, hasToken: Boolean): List<Pair<String, String>> {
        val settings = when (mode) {
            InsertMode.SERVER_DEFAULT -> return emptyList()
            InsertMode.SYNCHRONOUS -> return SYNCHRONOUS
            InsertMode.ASYNCHRONOUS_WAIT -> WAITING
            InsertMode.ASYNCHRONOUS_NO_WAIT -> NOT_WAITING
        }
        return if (hasToken) settings + (DEDUPLICATE to "1") else settings
    }

    /** Refuses a [mode] beside settings that say the same, or something else. */
    @JvmStatic
    public fun check(mode: InsertMode?, settings: Set<String>) {
        if (mode == null || mode == InsertMode.SERVER_DEFAULT) return
        val named = settings.firstOrNull { it in NAMES } ?: return
        throw ConfigurationException("insertMode = $mode and the setting \"$named\" are about the same; leave one of them out")
    }
}
