package dev.houseflow.coroutines.internal.response

import dev.houseflow.ServerException
import dev.houseflow.SessionBusyException
import dev.houseflow.SessionNotFoundException

/** Makes exceptions of the texts of errors. */
internal object ServerErrors {
    private const val MAX_FOREIGN = 2000
    private const val SESSION_NOT_FOUND = 372
    private const val SESSION_IS_LOCKED = 373

    /**
     * The exception for [text].
     *
     * @param headerCode what `X-ClickHouse-Exception-Code` said, or `null`
     */
    fun parse(text: CharSequence, headerCode: Int?, queryId: String?, httpStatus: Int): ServerException {
        val error = ErrorText.of(text)
        if (error != null) return of(headerCode ?: error.code, error.name, error.message, queryId, httpStatus)
        val message = text.trim().ifEmpty { "The server said no more than this status" }
        val shown = if (message.length > MAX_FOREIGN) message.take(MAX_FOREIGN).toString() + "..." else message.toString()
        return of(headerCode ?: 0, "", shown, queryId, httpStatus)
    }

    private fun of(code: Int, name: String, message: String, queryId: String?, httpStatus: Int): ServerException = when (code) {
        SESSION_NOT_FOUND -> SessionNotFoundException(message, queryId, httpStatus)
        SESSION_IS_LOCKED -> SessionBusyException(message, queryId, httpStatus)
        else -> ServerException(code, name, message, queryId, httpStatus)
    }

    /**
     * Whether [e] says that the server does not know the setting or parameter [name], or does not
     * let this user give it.
     */
    fun refusesSetting(e: ServerException, name: String): Boolean = e.code in REFUSALS && name in e.serverMessage

    /** NOT_IMPLEMENTED, UNKNOWN_SETTING, READONLY, SETTING_CONSTRAINT_VIOLATION. */
    private val REFUSALS = setOf(48, 115, 164, 452)
}
