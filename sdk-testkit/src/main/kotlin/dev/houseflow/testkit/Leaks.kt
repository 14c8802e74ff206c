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

/**
 * Finds what a piece of code leaves behind in this process: open sockets, and threads that no
 * shared pool owns.
 */
object Leaks {
    /**
     * Runs [block] and fails when, some seconds later, there still are more sockets or threads than
     * before it.
     */
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

    /** How many files, sockets and pipes this process has open; 0 where the system does not say. */
    fun openDescriptors(): Int {
        val descriptors = Path.of("/proc/self/fd")
        return if (descriptors.isDirectory()) descriptors.listDirectoryEntries().size else 0
    }

    /**
     * How many connections the server on [port] of this machine still holds, as its kernel sees
     * them; those that both sides have closed do not count. 0 where the system does not say.
     */
    fun serverConnections(port: Int): Int {
        val local = ":%04X".format(port)
        return listOf("/proc/net/tcp", "/proc/net/tcp6").map(Path::of).filter(Files::exists).flatMap(Files::readAllLines).count { line ->
            val fields = line.trim().split(Regex(" +"))
            fields.size > STATE && fields[1].endsWith(local) && fields[STATE] !in setOf(LISTEN, TIME_WAIT) && fields[INODE] != "0"
        }
    }

    /**
     * The live threads that no pool of the JVM or of the coroutines library owns: those grow and
     * shrink by themselves.
     */
    fun ownThreads(): Set<Thread> = Thread.getAllStackTraces().keys
        .filterTo(HashSet()) { thread -> SHARED.none { thread.name.startsWith(it) } }

    private const val STATE = 3
    private const val INODE = 9
    private const val LISTEN = "0A"
    private const val TIME_WAIT = "06"

    private val SHARED = listOf(
        "DefaultDispatcher-worker-",
        "kotlinx.coroutines.DefaultExecutor",
        "ForkJoinPool.commonPool-",
        "process reaper",
        "Cleaner-",
        "Common-Cleaner",
        "CompletableFutureDelayScheduler",
        // One pool for all of OkHttp's clients, whose threads stay for a minute.
        "OkHttp TaskRunner",
        "surefire-",
    )
}
