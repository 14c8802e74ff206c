package dev.houseflow.javaapi.internal.async

import dev.houseflow.ResponseHead
import dev.houseflow.coroutines.internal.stream.PooledChunk
import dev.houseflow.javaapi.HandlerStream
import java.io.InputStream

/**
 * A [HandlerStream] over [items], of which the first is the head and all others are parts of the
 * body.
 */
internal class PulledHandler(private val items: Pull<Any>) : HandlerStream {
    private var head: ResponseHead? = null

    @Suppress("UNCHECKED_CAST") // Read only when the head has been taken.
    private val bytes = PulledBytes(items as Pull<PooledChunk>)

    private val body = object : InputStream() {
        override fun read(): Int = begun().read()

        override fun read(target: ByteArray, offset: Int, length: Int): Int = begun().read(target, offset, length)

        override fun available(): Int = bytes.available()

        override fun close() {
            bytes.close()
        }
    }

    private fun begun(): InputStream {
        asStreamsFail { head() }
        return bytes
    }

    override fun head(): ResponseHead = head ?: (items.next() as ResponseHead).also { head = it }

    override fun body(): InputStream = body

    override fun close() {
        bytes.close()
    }
}
