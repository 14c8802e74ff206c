package dev.houseflow.coroutines.internal.client

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.transport.Transport
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import java.time.Duration

/** The servers that lack connections, each as often as it lacks one to have [connections]. */
internal fun missingConnections(transport: Transport, servers: List<ClientOptions>, connections: Int): List<ClientOptions> {
    if (connections < 1) throw ConfigurationException("connections is $connections; give at least 1")
    return servers.distinctBy { it.address.origin }.flatMap { server ->
        val room = transport.room(server.address.origin)
            ?: throw ConfigurationException("An engine keeps its connections to itself, so warmUp cannot open any: leave one of both out")
        if (connections > room.most) {
            throw ConfigurationException("connections is $connections, and maxConnections is ${room.most}: give no more, or raise that")
        }
        List(maxOf(0, connections - room.open)) { server }
    }
}

/**
 * Opens a connection for each of [servers] by a ping on it, all at once, and says how many came
 * about. A ping also tells for how long its server keeps connections.
 */
internal suspend fun openConnections(transport: Transport, servers: List<ClientOptions>, timeout: Duration): Int = coroutineScope {
    servers.map { async { pingServer(transport, it, timeout, newConnection = true) } }.awaitAll().count { it }
}
