package dev.houseflow.coroutines.internal.describe

import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.type.DefaultZone
import java.util.concurrent.ConcurrentHashMap

/** What a server has said of the results of statements, as long as it is likely to be true. */
internal class ResultSchemas {
    private val columns = ConcurrentHashMap<Key, List<ColumnHeader>>()
    private val zones = ConcurrentHashMap<Key, DefaultZone>()

    /** A statement in [scope], to be asked of one server, or of any when [server] is `null`. */
    class Key(private val server: Any?, private val scope: String, private val sql: String) {
        override fun equals(other: Any?): Boolean =
            other is Key && other.server === server && other.scope == scope && other.sql == sql

        override fun hashCode(): Int = (System.identityHashCode(server) * 31 + scope.hashCode()) * 31 + sql.hashCode()
    }

    fun columns(key: Key?): List<ColumnHeader>? = key?.let { columns[it] }

    fun remember(key: Key?, found: List<ColumnHeader>) {
        // A client that makes up statements must not grow without end.
        if (columns.size >= MOST) columns.clear()
        if (key != null) columns[key] = found
    }

    fun zone(key: Key?): DefaultZone? = key?.let { zones[it] }

    fun remember(key: Key?, zone: DefaultZone) {
        if (zones.size >= MOST) zones.clear()
        if (key != null && zone.id != null) zones[key] = zone
    }

    /** Called after a statement that may have changed tables. */
    fun forgetAll(): Unit = columns.clear()

    private companion object {
        private const val MOST = 1_000
    }
}
