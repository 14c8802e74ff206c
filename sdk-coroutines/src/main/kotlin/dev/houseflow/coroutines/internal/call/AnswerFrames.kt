package dev.houseflow.coroutines.internal.call

import dev.houseflow.ConfigurationException
import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.coroutines.internal.transport.TransportResponse
import dev.houseflow.internal.compress.ZstdLibrary

/** In which form an answer is asked for. */
internal enum class AnswerFrames(val parameters: List<Pair<String, String>>) {
    /** As it is. */
    NONE(emptyList()),

    /** In frames of the server's choice: LZ4 up to 26.8, ZSTD from 26.9 on. */
    ANY(listOf("compress" to "1")),

    /**
     * In frames that need no library. From 26.9 on that is a change of a setting, which some users
     * may not make.
     */
    LZ4(listOf("compress" to "1", FrameSupport.METHOD to "LZ4")),
}

/**
 * In which form one server can give answers that can be read here. Found out once, from its first
 * answer or refusal: servers from before 2019 lose the end of an answer in frames, and those from
 * 26.9 on choose ZSTD, which needs a library. Thread-safe.
 */
internal class FrameSupport(private val lacksZstd: () -> Boolean = { ZstdLibrary.isMissing }) {
    @Volatile
    private var plainOnly = false

    /** In what frames an answer has come that could be read. */
    @Volatile
    private var proven: AnswerFrames? = null

    /**
     * In which form the answer to [spec] is to come; [methodIsSet] says whether its caller chooses
     * the frames. A call that could not be made again is not the one to find it out with.
     */
    fun ask(spec: CallSpec, methodIsSet: Boolean): AnswerFrames {
        if (!spec.framed || plainOnly) return AnswerFrames.NONE
        val wanted = if (lacksZstd() && !methodIsSet) AnswerFrames.LZ4 else AnswerFrames.ANY
        val canFail = spec.repeatable == Repeatable.READ && spec.body !is TransportBody.Stream
        return if (canFail || proven == wanted || methodIsSet) wanted else AnswerFrames.NONE
    }

    /** An answer that begins well. */
    fun begun(asked: AnswerFrames, reply: TransportResponse) {
        val isOld = HEADERS_SINCE_2019.none { reply.header(it) != null }
        if (isOld) plainOnly = true
        if (isOld && asked != AnswerFrames.NONE) {
            throw ConfigurationException(
                "This server is too old to compress answers reliably, or no ClickHouse server: check the endpoint; its answers are asked " +
                    "for without compression from now on, so make the call again if that does no harm, with compression = Compression.NONE",
            )
        }
        // Those of the server's own choice have always been readable with all libraries at hand.
        if (!isOld && asked != AnswerFrames.LZ4 && !lacksZstd()) proven = AnswerFrames.ANY
    }

    /** An answer asked for as [asked] has been read, at least in part. */
    fun read(asked: AnswerFrames) {
        proven = asked
    }

    /** An answer came in frames that cannot be read here. */
    fun unreadable(asked: AnswerFrames) {
        // Otherwise it is now known that the library does not load, and the next call asks for LZ4.
        if (asked == AnswerFrames.LZ4) plainOnly = true
    }

    /**
     * Whether the server has refused a request for how its answer was to be compressed, which is
     * then not asked of it again.
     */
    fun isRefusal(asked: AnswerFrames, failure: ServerException): Boolean {
        if (asked != AnswerFrames.LZ4) return false
        val isRefusal = METHOD in failure.serverMessage || failure.code == UNKNOWN_COMPRESSION_METHOD
        if (isRefusal) plainOnly = true
        return isRefusal
    }

    internal companion object {
        /** The setting that says how answers are compressed. */
        const val METHOD: String = "network_compression_method"
        private const val UNKNOWN_COMPRESSION_METHOD = 89
        private val HEADERS_SINCE_2019 = listOf("X-ClickHouse-Summary", "X-ClickHouse-Format", "X-ClickHouse-Query-Id")
    }
}
