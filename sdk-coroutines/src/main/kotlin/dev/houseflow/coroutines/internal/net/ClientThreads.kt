package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.CoroutineDispatcher

/**
 * The threads of one client, or of several that share connections. None is started before it is
 * needed.
 */
internal class ClientThreads : AutoCloseable {
    private val ofProcessors = WorkerThreads("houseflow-worker", maxOf(2, Runtime.getRuntime().availableProcessors()))
    private val ofFiles = WorkerThreads("houseflow-io", MAX_IO)
    private val ofCallers = WorkerThreads("houseflow-caller", MAX_CALLERS)

    /** Where answers are decoded. */
    val workers: CoroutineDispatcher get() = ofProcessors

    /** For files, streams and names, which block. */
    val io: CoroutineDispatcher get() = ofFiles

    /**
     * For code of callers, which may block and wait for other calls. There are as many threads as
     * such waits, up to a number that only a mistake needs more of.
     */
    val callers: CoroutineDispatcher get() = ofCallers

    /** Lets the threads end when they have nothing to do. */
    override fun close() {
        ofProcessors.close()
        ofFiles.close()
        ofCallers.close()
    }

    private companion object {
        private const val MAX_IO = 64
        private const val MAX_CALLERS = 1024
    }
}
