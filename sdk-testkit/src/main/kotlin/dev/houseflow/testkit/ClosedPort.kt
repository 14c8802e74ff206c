package dev.houseflow.testkit

import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Socket

/**
 * A port of this machine at which nothing listens. It stays taken for as long as the JVM lives: one
 * that was only free a moment ago may be given to another test, or to the very client that tries
 * it, which then is connected with itself.
 */
object ClosedPort {
    private val holder = Socket().apply { bind(InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0)) }

    /** Its number. */
    val number: Int = holder.localPort

    /** As the endpoint of a client. */
    val endpoint: String = "http://127.0.0.1:$number"
}
