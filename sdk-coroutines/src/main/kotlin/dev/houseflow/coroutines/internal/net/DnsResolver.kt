package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.suspendCancellableCoroutine
import java.net.InetAddress
import kotlin.coroutines.EmptyCoroutineContext

/**
 * Finds the addresses of names by [blocking], on [io]. A lookup may take long: a cancelled caller
 * does not wait for it, and its answer is dropped.
 */
internal class DnsResolver(private val io: CoroutineDispatcher, private val blocking: (host: String) -> List<InetAddress> = SYSTEM) {
    suspend operator fun invoke(host: String): List<InetAddress> = suspendCancellableCoroutine { asking ->
        // Not withContext, which cannot be left before the system's resolver has given up.
        io.dispatch(EmptyCoroutineContext, Runnable { asking.resumeWith(runCatching { blocking(host) }) })
    }

    companion object {
        val SYSTEM: (host: String) -> List<InetAddress> = { InetAddress.getAllByName(it).asList() }
    }
}
