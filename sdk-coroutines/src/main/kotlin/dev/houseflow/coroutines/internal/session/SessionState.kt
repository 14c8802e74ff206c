package dev.houseflow.coroutines.internal.session

import dev.houseflow.ConfigurationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.sync.Mutex
import java.time.Duration
import java.util.UUID

/** A server's session, which runs one query at a time: [turn] is held during each. */
internal class SessionState(val id: String, val timeout: Duration?) {
    val turn = Mutex()

    /**
     * Whether the last call was left before its end, so that the server may still be busy with it.
     */
    @Volatile
    var left = false

    /**
     * Whether one of its statements has named the setting that says whether exceptions go into the
     * format of the answer.
     */
    @Volatile
    var namesErrorFormat = false

    /**
     * How many statements may have changed what names mean in this session: `SET`, `USE`, temporary
     * tables.
     */
    @Volatile
    var changes = 0

    /**
     * The coroutines that are inside of a collector, or of a source of rows, while one of the
     * session's calls is under way.
     */
    val inside = ReentryGuard<Job>()

    /** Runs code of the caller's that belongs to a call under way. */
    suspend inline fun <R> duringCall(block: () -> R): R = inside.inside(callerJob(), block)

    /** A call from such code would wait for the one under way, and that one for it. */
    fun check(caller: Job) {
        if (caller !in inside) return
        throw ConfigurationException(
            "This session is still busy with the call whose rows are handled here, and a session runs one query at a time: let that call " +
                "end first (collect its rows into a list, say), or use another session",
        )
    }

    companion object {
        /** The session [id], or a new one. Without a [timeout] the server's own holds. */
        fun open(id: String?, timeout: Duration?): SessionState {
            if (id?.isEmpty() == true) throw ConfigurationException("The session's id is empty; give one, or null for a new one")
            if (timeout != null && timeout.seconds < 1) {
                throw ConfigurationException(
                    "The session's timeout is $timeout; give at least one second, or null for the server's default",
                )
            }
            return SessionState(id ?: "houseflow-" + UUID.randomUUID(), timeout)
        }
    }
}
