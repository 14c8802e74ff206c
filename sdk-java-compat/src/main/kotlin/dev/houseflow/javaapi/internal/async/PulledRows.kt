package dev.houseflow.javaapi.internal.async

import dev.houseflow.ConfigurationException
import dev.houseflow.javaapi.RowStream
import java.util.stream.Stream

/** A [RowStream] over larger items, which [open] takes apart on the thread that pulls. */
internal class PulledRows<B : Any, T>(private val items: Pull<B>, private val open: (B) -> Iterator<T>) : RowStream<T> {
    private var rows: Iterator<T>? = null
    private var streamed = false

    override fun stream(): Stream<T> {
        if (streamed) {
            throw ConfigurationException(
                "The rows of this result are already consumed by the Stream of an earlier stream(): collect them into a list there, or " +
                    "send the query again",
            )
        }
        streamed = true
        return super.stream()
    }

    override fun hasNext(): Boolean {
        while (true) {
            if (rows?.hasNext() == true) return true
            // Before the next item comes: large ones need not be in memory together.
            rows = null
            val item = items.next() ?: return false
            rows = guarded { open(item) }
        }
    }

    override fun next(): T {
        if (!hasNext()) throw NoSuchElementException("The result has no more rows; ask hasNext() first")
        val current = rows ?: throw NoSuchElementException("The result has no more rows")
        return guarded { current.next() }
    }

    override fun remove(): Unit = throw UnsupportedOperationException("A result is read, not changed; delete rows with a statement")

    override fun close() {
        rows = null
        items.close()
    }

    /** A row that cannot be made ends the query. */
    private inline fun <R> guarded(body: () -> R): R = try {
        body()
    } catch (e: Throwable) {
        rows = null
        throw items.fail(e)
    }
}
