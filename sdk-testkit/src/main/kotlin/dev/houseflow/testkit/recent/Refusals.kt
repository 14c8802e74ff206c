package dev.houseflow.testkit.recent

/** What a server of today says when it refuses a request before it runs. */
internal object Refusals {
    private const val READONLY = 164
    private const val POCO_EXCEPTION = 1000

    fun readonly(message: String): ByteArray =
        answer(READONLY, "Code: $READONLY. DB::Exception: $message. (READONLY) (version ${RecentServer.VERSION})\n")

    fun poco(message: String): ByteArray =
        answer(POCO_EXCEPTION, "Poco::Exception. Code: $POCO_EXCEPTION, e.code() = 0, $message (version ${RecentServer.VERSION})\n")

    private fun answer(code: Int, text: String): ByteArray {
        val lines = listOf(
            "HTTP/1.1 500 Internal Server Error",
            "Content-Type: text/plain; charset=UTF-8",
            "X-ClickHouse-Server-Display-Name: recent",
            "X-ClickHouse-Exception-Code: $code",
            "Content-Length: ${text.length}",
        )
        return Head(lines).bytes() + text.toByteArray()
    }
}
