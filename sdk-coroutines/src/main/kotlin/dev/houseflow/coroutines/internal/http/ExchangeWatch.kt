package dev.houseflow.coroutines.internal.http

/** Told how one request comes along, if anyone wants to know. */
internal interface ExchangeWatch {
    /** It has a connection, or there is none to be had; it took [waitNanos]. */
    fun waited(waitNanos: Long)

    /** The first byte of an answer is here. */
    fun firstByte()
}
