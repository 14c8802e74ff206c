package dev.houseflow.coroutines.faults

import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.SocketTimeoutException

/** Neither accepts nor refuses: its queue of connections is full, and the system lets further ones wait. */
internal class FullServer(address: String = "127.0.0.1", port: Int = 0) : AutoCloseable {
    private val listener = ServerSocket(port, 1, InetAddress.getByName(address))
    private val waiting = ArrayList<Socket>()

    val port: Int get() = listener.localPort

    init {
        try {
            while (true) {
                val socket = Socket().also { waiting += it }
                socket.connect(InetSocketAddress(listener.inetAddress, listener.localPort), 300)
                check(waiting.size < 1000) { "The queue of connections never gets full" }
            }
        } catch (_: SocketTimeoutException) {
            // Full.
        }
    }

    override fun close() {
        waiting.forEach { it.close() }
        listener.close()
    }
}
