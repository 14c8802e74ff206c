package dev.houseflow.coroutines.internal.net

import java.io.IOException
import java.net.ConnectException
import java.net.InetAddress

/** Records what became of each address of a name, for the error when none can be connected to. */
internal class AddressTries {
    private val failed = ArrayList<Pair<InetAddress, IOException>>()
    private var waitingFor: InetAddress? = null

    fun begin(address: InetAddress) {
        waitingFor = address
    }

    /** The address has answered: a later failure is not the address's. */
    fun end() {
        waitingFor = null
    }

    fun fail(failure: IOException) {
        failed += checkNotNull(waitingFor) to failure
        waitingFor = null
    }

    /** What to throw when no address of [host] is left. */
    fun failure(host: String): IOException {
        val last = failed.last().second
        if (failed.size == 1) return last
        return ConnectException("None of the ${failed.size} addresses of $host can be reached: ${describe()}").apply { initCause(last) }
    }

    /** [deadline] with the addresses, unless there was only one. */
    fun explain(deadline: DeadlineException): DeadlineException =
        if (failed.isEmpty()) deadline else DeadlineException(deadline.deadline, deadline.millis, describe())

    private fun describe(): String {
        val all = failed.map { (address, failure) -> "${address.hostAddress} (${failure.message ?: failure.javaClass.simpleName})" }
        return (all + listOfNotNull(waitingFor?.let { "${it.hostAddress} (no answer)" })).joinToString()
    }
}
