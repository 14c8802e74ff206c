package dev.houseflow.testkit

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.isDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.time.Duration.Companion.seconds

/** Finds what a piece of code leaves behind in this process: open sockets, and threads that no shared pool owns. */
object Leaks {
    /** Runs [block] and fails when, some seconds later, there still are more sockets or threads than before it. */
    suspend fun watch(block: suspend () -> Unit) {
        val socketsBefore = openSockets()
        val threadsBefore = ownThreads()
        block()
        eventually(60.seconds) {
            withClue("open sockets") { openSockets() shouldBeLessThanOrEqual socketsBefore }
            withClue("threads") { (ownThreads() - threadsBefore).shouldBeEmpty() }
        }
    }

    /** How many sockets this process has open; 0 where the system does not say. */
    fun openSockets(): Int {
        val descriptors = Path.of("/proc/self/fd")
        if (!descriptors.isDirectory()) return 0
        return descriptors.listDirectoryEntries().count { descriptor ->
            // A descriptor may be closed between the listing and the look.
            runCatching { Files.readSymbolicLink(descriptor).toString().startsWith("socket:") }.getOrDefault(false)
        }
    }

    /** The live threads that no pool of the JVM or of the coroutines library owns: those grow and shrink by themselves. */
    private fun ownThreads(): Set<Thread> = Thread.getAllStackTraces().keys
        .filterTo(HashSet()) { thread -> SHARED.none { thread.name.startsWith(it) } }

    private val SHARED = listOf(
        "DefaultDispatcher-worker-",
        "kotlinx.coroutines.DefaultExecutor",
        "ForkJoinPool.commonPool-",
        "process reaper",
        "Cleaner-",
        "Common-Cleaner",
        "CompletableFutureDelayScheduler",
        "surefire-",
    )
}
