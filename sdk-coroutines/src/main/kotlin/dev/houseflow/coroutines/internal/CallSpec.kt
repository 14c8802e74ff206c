package dev.houseflow.coroutines.internal

import dev.houseflow.QuerySummary
import dev.houseflow.RequestOptions
import dev.houseflow.internal.ByteSource
import kotlinx.coroutines.Job

/** What one call sends, beyond its request's options. */
internal class CallSpec(
    val options: RequestOptions,
    /** URL parameters of this kind of call. */
    val parameters: List<Pair<String, String>>,
    val body: WireBody,
    /** Whether the answer was asked for in compressed frames. */
    val framed: Boolean = false,
    /** Whether the answer is Native that [Answer.nextBlockMayStart] is called on. */
    val native: Boolean = false,
    val headers: List<Pair<String, String>> = emptyList(),
    /** The coroutine that called, or collects: what tells a call from inside another one of the same session. */
    val caller: Job,
    override val repeatable: Repeatable = Repeatable.UNSENT,
    override val canSendAgain: () -> Boolean = { true },
    /** Whether the values of placeholders go into the URL; they are in [body] otherwise. */
    val parametersInUrl: Boolean = true,
) : Attempted {
    override val queryId: String? get() = options.queryId

    override val delivery: Delivery = Delivery()

    @Volatile
    override var retryAfterMillis: Long = 0
}

/** An answer that has begun well. [source] gives its data, unpacked, and throws the server's exception when one comes in its place. */
internal class Answer(
    val summary: QuerySummary,
    val source: ByteSource,
    private val boundary: BlockBoundary?,
    private val delivery: Delivery,
) {
    /** To be called before the caller is given a part of the answer: from then on a failure is final. */
    fun delivering() {
        delivery.begun = true
    }

    /** To be called where a Native block may begin. */
    suspend fun nextBlockMayStart() {
        boundary?.check()
    }

    /** Reads and forgets everything up to the end. */
    suspend fun drain() {
        while (source.fill()) source.position = source.limit
    }
}
