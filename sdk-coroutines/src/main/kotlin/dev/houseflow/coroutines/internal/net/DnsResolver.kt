package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.suspendCancellableCoroutine
import java.net.InetAddress

/** Finds the addresses of names. [blocking] may take its time: whoever asked can leave, and the answer comes to nobody then. */
internal class DnsResolver(private val blocking: (host: String) -> List<InetAddress> = { InetAddress.getAllByName(it).asList() }) {
    suspend operator fun invoke(host: String): List<InetAddress> = suspendCancellableCoroutine { asking ->
        // Not withContext, which cannot be left before the system's resolver has given up.
        Dispatchers.IO.asExecutor().execute { asking.resumeWith(runCatching { blocking(host) }) }
    }
}
