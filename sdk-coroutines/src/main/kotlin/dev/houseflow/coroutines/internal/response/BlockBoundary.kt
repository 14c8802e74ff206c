package dev.houseflow.coroutines.internal.response

import dev.houseflow.internal.wire.ByteSource

/**
 * For servers that announce no exception tag: they flush whole blocks and then write the text of the exception, so in Native it stands
 * where the next block would begin. Looking only there, no data can be mistaken for it.
 */
internal class BlockBoundary(private val source: ByteSource, private val fail: (String) -> Throwable) : ByteSource() {
    private var pushedBack: ByteArray? = null

    override suspend fun refill(): Boolean {
        val again = pushedBack
        if (again != null) {
            pushedBack = null
            window(again, 0, again.size)
            return true
        }
        if (!source.fill()) return false
        window(source.array, source.position, source.limit)
        source.position = source.limit
        return true
    }

    /** To be called before each block: throws when an exception stands in its place. */
    suspend fun check() {
        if (!fill() || !looksLikeText()) return
        val rest = java.io.ByteArrayOutputStream()
        while (fill() && rest.size() <= ExceptionSignature.MAX_HELD) {
            rest.write(array, position, limit - position)
            position = limit
        }
        val bytes = rest.toByteArray()
        if (bytes.size <= ExceptionSignature.MAX_HELD) {
            SIGNATURES.forEach { signature ->
                if (signature.mayBegin(bytes, 0, bytes.size)) signature.message(bytes, 0, bytes.size)?.let { throw fail(it) }
            }
        }
        pushedBack = bytes
    }

    /** The first bytes, as far as this window shows them: a block that begins so would have 67 or 95 columns with these names. */
    private fun looksLikeText(): Boolean = SIGNATURES.any { it.mayBegin(array, position, limit) }

    private companion object {
        private val SIGNATURES = listOf(ExceptionSignature.Marked, ExceptionSignature.Bare)
    }
}
