package dev.houseflow.coroutines.internal.call

import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.response.ErrorWatch
import dev.houseflow.coroutines.internal.response.ServerErrors
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.block.Revision

/**
 * A parameter that requests carry although some servers refuse it: old ones do not know it, and
 * some users may not set it. One server's, which remembers what that server did with it.
 */
internal class OptionalParameter(name: String, value: String) {
    val parameter: Pair<String, String> = name to value

    /** Whether the server takes it; `null` before it was asked. */
    @Volatile
    private var taken: Boolean? = null

    /** A body that can be sent only once goes with it only to a server that is known to take it. */
    fun maySend(spec: CallSpec): Boolean = taken ?: (spec.body !is TransportBody.Stream)

    fun isRefusal(e: ServerException): Boolean = ServerErrors.refusesSetting(e, parameter.first)

    fun accepted() {
        taken = true
    }

    fun refused() {
        taken = false
    }
}

/**
 * What a request asks of its server, of all that the server may refuse.
 *
 * @property frames the form in which the answer is to come.
 */
internal class AskedFeatures(val frames: AnswerFrames, private val errorPin: OptionalParameter?, private val revision: OptionalParameter?) {
    /** Whether the server is told to leave exceptions out of the format of the answer. */
    val pinsErrors: Boolean get() = errorPin != null

    /** The revision that blocks are asked for in; 0 for none. */
    val revisionOfBlocks: Int get() = if (revision == null) 0 else Revision.LAST_PLAIN

    /** [own] parameters of the request with those that ask for all this. */
    fun addTo(own: List<Pair<String, String>>): List<Pair<String, String>> {
        if (revision == null && errorPin == null && frames.parameters.isEmpty()) return own
        val all = ArrayList<Pair<String, String>>(own.size + MOST)
        all.addAll(own)
        if (revision != null) all.add(revision.parameter)
        all.addAll(frames.parameters)
        if (errorPin != null) all.add(errorPin.parameter)
        return all
    }

    /** The server has answered. */
    fun accepted() {
        errorPin?.accepted()
        revision?.accepted()
    }

    /**
     * What is left to ask after [e], which [support] may know; `null` when it refuses nothing of
     * this.
     */
    fun without(e: ServerException, support: FrameSupport): AskedFeatures? = when {
        support.isRefusal(frames, e) -> AskedFeatures(AnswerFrames.NONE, errorPin, revision)
        errorPin?.isRefusal(e) == true -> AskedFeatures(frames, null, revision).also { errorPin.refused() }
        revision?.isRefusal(e) == true -> AskedFeatures(frames, errorPin, null).also { revision.refused() }
        else -> null
    }

    internal companion object {
        /** Asks for nothing. */
        val NONE = AskedFeatures(AnswerFrames.NONE, null, null)
        private const val MOST = 4
    }
}

/** What one server gives when it is asked, as far as it is known. */
internal class ServerFeatures {
    /** In which form its answers can be read here. */
    val frames = FrameSupport()

    /**
     * Exceptions are to come as such and not in documents, whatever a session or a profile says,
     * unless the caller wants them there. Servers before 23.9 do not know the setting.
     */
    private val errorPin = OptionalParameter(ErrorWatch.IN_FORMAT, "0")

    /**
     * Blocks of this revision name the time zone of a top-level `DateTime`, which costs nothing.
     * Servers before 2023 refuse it, and what stands before a server may drop it; then zones are
     * found otherwise, see [CallSpec.zones].
     */
    private val revision = OptionalParameter(Revision.PARAMETER, Revision.LAST_PLAIN.toString())

    /**
     * All that [spec] can use and that the server is not known to refuse; [isSet] tells which
     * settings the caller gives himself.
     */
    fun ask(spec: CallSpec, isSet: (String) -> Boolean): AskedFeatures = AskedFeatures(
        frames.ask(spec, isSet(FrameSupport.METHOD)),
        errorPin.takeIf { spec.pinsErrors && it.maySend(spec) },
        revision.takeIf { spec.usesRevision && it.maySend(spec) && !isSet(Revision.PARAMETER) },
    )

    /**
     * Makes [call] as [spec] can be served best, and once more without each thing that the server
     * refuses.
     */
    suspend inline fun <R> negotiate(spec: CallSpec, noinline isSet: (String) -> Boolean, call: (AskedFeatures) -> R): R {
        var asked = ask(spec, isSet)
        while (true) {
            try {
                return call(asked).also { asked.accepted() }
            } catch (e: ServerException) {
                val rest = asked.without(e, frames)
                if (rest == null || spec.delivery.begun || !spec.canSendAgain()) throw e
                asked = rest
            }
        }
    }
}
