package dev.houseflow.coroutines.internal.net

import java.io.IOException

/** The connection ended in the middle of an answer. */
internal class TruncatedAnswerException(message: String) : IOException(message)
