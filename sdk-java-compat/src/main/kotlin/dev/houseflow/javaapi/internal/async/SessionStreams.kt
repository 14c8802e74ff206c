package dev.houseflow.javaapi.internal.async

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.internal.session.ReentryGuard
import dev.houseflow.coroutines.internal.stream.PrefetchQueue
import java.io.InputStream
import java.util.concurrent.ConcurrentHashMap

/**
 * Who is busy with a session: the streams of it that are being pulled, and the threads that read
 * the rows of one of its inserts. A session runs one query at a time, so a thread that waited there
 * for a second one would wait for ever: that is told apart from a wait that another thread will
 * end.
 */
internal class SessionStreams {
    private val open = ConcurrentHashMap<PrefetchQueue<*>, Thread>()
    val feeding = ReentryGuard<Thread>()

    fun opened(stream: PrefetchQueue<*>) {
        open[stream] = Thread.currentThread()
    }

    fun closed(stream: PrefetchQueue<*>) {
        open.remove(stream)
    }

    /** Runs code of the caller's that gives an insert its rows. */
    inline fun <R> feeding(body: () -> R): R = feeding.inside(Thread.currentThread(), body)

    fun busy(): ConfigurationException? {
        busyFeeding()?.let { return it }
        if (open.values.none { it === Thread.currentThread() }) return null
        return ConfigurationException(
            "This session is still busy with a stream that this thread is reading, and a session runs one query at a time: " +
                "read the stream to its end or close it first, or use another session",
        )
    }

    /** What to tell code that gives an insert its rows and asks for another call. */
    fun busyFeeding(): ConfigurationException? {
        if (Thread.currentThread() !in feeding) return null
        return ConfigurationException(
            "This session is still busy with the insert whose rows are read here, and a session runs one query at a time: " +
                "read what the rows are made of before the insert, or use another session",
        )
    }

    /** [rows], which this insert of the session reads. A collection is there already. */
    fun <T> source(rows: Iterable<T>): Iterable<T> = if (rows is Collection<T>) rows else Iterable { Source(feeding { rows.iterator() }) }

    /** [stream], which this insert of the session reads. */
    fun source(stream: InputStream): InputStream = object : InputStream() {
        override fun read(): Int = feeding { stream.read() }

        override fun read(target: ByteArray, offset: Int, length: Int): Int = feeding { stream.read(target, offset, length) }
    }

    private inner class Source<T>(private val rows: Iterator<T>) : Iterator<T> {
        override fun hasNext(): Boolean = feeding { rows.hasNext() }

        override fun next(): T = feeding { rows.next() }
    }
}
