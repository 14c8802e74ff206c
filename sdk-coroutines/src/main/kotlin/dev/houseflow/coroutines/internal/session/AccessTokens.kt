package dev.houseflow.coroutines.internal.session

import dev.houseflow.ConfigurationException
import dev.houseflow.ServerException
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.concurrent.atomic.AtomicReference

/**
 * Who asks, by tokens or passwords that [supplier] gives: one is asked for when a request has to be
 * sent and none is at hand, and when a server has refused the one that was. Other calls that need
 * one meanwhile wait for the same one. Tokens are shared by all endpoints of a client.
 *
 * @param others the headers that every request has besides
 * @param headersOf what a token or a password is in a request's head
 */
internal class AccessTokens(
    private val supplier: suspend () -> String,
    private val others: List<Pair<String, String>>,
    private val headersOf: (String) -> List<Pair<String, String>> = { bearer(it) },
) {
    private val held = AtomicReference<List<Pair<String, String>>?>()
    private val asking = Mutex()

    /** For what is not worth asking for a token: the one that is there, if any. */
    val headersAtHand: List<Pair<String, String>> get() = held.get() ?: others

    /** The headers of a request; the same list for as long as the token is. */
    suspend fun headers(): List<Pair<String, String>> = held.get() ?: asking.withLock {
        held.get() ?: (headersOf(supplier()) + others).also { held.set(it) }
    }

    /** A server has refused the token or the password in [headers]. */
    fun refused(headers: List<Pair<String, String>>) {
        held.compareAndSet(headers, null)
    }

    companion object {
        private const val UNAUTHORIZED = 401

        /** AUTHENTICATION_FAILED, and what servers from before 2020 said of a wrong password. */
        private val REFUSALS = setOf(516, 193)
        private const val FIRST_VISIBLE = '!'
        private const val LAST_VISIBLE = '~'

        /**
         * Whether [failure] says that the server did not take a request's credentials, and so has
         * not looked at what it asked for.
         */
        fun isRefusal(failure: Throwable): Boolean =
            failure is ServerException && (failure.httpStatus == UNAUTHORIZED || failure.code in REFUSALS)

        private fun bearer(token: String): List<Pair<String, String>> = listOf("Authorization" to "Bearer " + checked(token))

        private fun checked(token: String): String {
            if (token.isNotEmpty() && token.all { it in FIRST_VISIBLE..LAST_VISIBLE }) return token
            throw ConfigurationException(
                if (token.isEmpty()) {
                    "The supplier of access tokens gave an empty one; have it give a token, or fail"
                } else {
                    "The supplier of access tokens gave one with a space, a line break or something else that no token has, as one that " +
                        "was read from a file may: trim it"
                },
            )
        }
    }
}
