package dev.houseflow.coroutines.internal.inserter

import java.util.concurrent.ConcurrentHashMap

/** The inserters of one client that are not closed yet. */
internal class OpenInserters {
    private val all = ConcurrentHashMap.newKeySet<InserterEngine<*>>()

    fun add(inserter: InserterEngine<*>) {
        all.add(inserter)
    }

    fun remove(inserter: InserterEngine<*>) {
        all.remove(inserter)
    }

    /** The client takes no more calls. */
    fun clientClosed() {
        all.forEach { it.clientClosed() }
    }
}
