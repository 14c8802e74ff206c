package dev.houseflow.coroutines.internal.transport

import java.io.DataInputStream
import java.io.IOException
import java.io.OutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/** A SOCKS proxy that says to each connection what a test wants. */
internal class SocksServer(private val converse: SocksServer.(input: DataInputStream, out: OutputStream) -> Unit) : AutoCloseable {
    private val listener = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    val port: Int get() = listener.localPort

    /** What clients asked for, as "host:port". */
    val targets = CopyOnWriteArrayList<String>()

    /** What went wrong here, other than a client's leaving. */
    val failures = CopyOnWriteArrayList<Throwable>()

    init {
        thread(isDaemon = true) {
            while (!listener.isClosed) {
                val socket = try {
                    listener.accept()
                } catch (_: IOException) {
                    break
                }
                thread(isDaemon = true) { serve(socket) }
            }
        }
    }

    private fun serve(socket: Socket) {
        try {
            socket.use { converse(DataInputStream(it.getInputStream()), it.getOutputStream()) }
        } catch (_: IOException) {
            // The client has left.
        } catch (e: Throwable) {
            failures += e
        }
    }

    override fun close() {
        listener.close()
    }

    companion object {
        private val IPV4_ANY = byteArrayOf(1, 0, 0, 0, 0, 0, 0)

        /**
         * One that leads everything to the server on port [to] of this machine.
         *
         * @param login the "user:password" that it wants
         * @param reply what it answers to requests; 0 grants them
         * @param bound the address in its replies, from its type to its port
         */
        fun leading(to: Int, login: String? = null, reply: Byte = 0, bound: ByteArray = IPV4_ANY) = SocksServer { input, out ->
            check(input.read() == 5)
            val methods = ByteArray(input.read()).also(input::readFully)
            val method: Byte = if (login == null) 0 else 2
            out.write(byteArrayOf(5, if (method in methods) method else -1))
            if (method !in methods) {
                input.read()
                return@SocksServer
            }
            if (login != null) {
                check(input.read() == 1)
                val said = text(input) + ":" + text(input)
                out.write(byteArrayOf(1, if (said == login) 0 else 1))
                if (said != login) {
                    input.read()
                    return@SocksServer
                }
            }
            check(ByteArray(3).also(input::readFully).contentEquals(byteArrayOf(5, 1, 0)))
            val host = when (val type = input.read()) {
                1 -> InetAddress.getByAddress(ByteArray(4).also(input::readFully)).hostAddress
                3 -> text(input)
                4 -> InetAddress.getByAddress(ByteArray(16).also(input::readFully)).hostAddress
                else -> error("address type $type")
            }
            targets += "$host:${input.readUnsignedShort()}"
            out.write(byteArrayOf(5, reply, 0) + bound)
            if (reply == 0.toByte()) pass(input, out, to) else input.read()
        }

        private fun text(input: DataInputStream) = String(ByteArray(input.read()).also(input::readFully))

        private fun pass(input: DataInputStream, out: OutputStream, to: Int) {
            Socket(InetAddress.getLoopbackAddress(), to).use { server ->
                thread(isDaemon = true) {
                    try {
                        server.getInputStream().transferTo(out)
                        out.close()
                    } catch (_: IOException) {
                        // One of both has left.
                    }
                }
                input.transferTo(server.getOutputStream())
            }
        }
    }
}
