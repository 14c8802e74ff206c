package dev.houseflow.testkit.recent

import java.io.BufferedInputStream
import java.io.ByteArrayInputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.io.SequenceInputStream
import java.net.Socket
import java.util.Base64
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** One request to [server], whose [body] is still on the connection, and its answer. */
internal class RelayedCall(
    private val server: RecentServer,
    private val head: Head,
    private val body: InputStream,
    private val out: OutputStream,
) {
    private val fields = RequestFields(head.first.split(' ')[1])

    @Volatile
    private var upstream: Socket? = null

    @Volatile
    private var stopped = false

    @Volatile
    private var answered = false

    /** The first byte of the next request, once this one has been read to its end. */
    var nextByte: CompletableFuture<Int>? = null
        private set

    /**
     * Gives the answer; `false` when the connection cannot be used again. [watch] is called when
     * the request has been read.
     */
    fun run(watch: () -> CompletableFuture<Int>): Boolean {
        val refusal = refusal()
        if (refusal != null) {
            body.copyTo(OutputStream.nullOutputStream())
            out.write(refusal)
            out.flush()
            return true
        }
        val insert = AsyncInsert.of(fields, statementStart())
        if (insert != null && !insert.waits) return acknowledge(insert)
        return relay(insert, watch)
    }

    fun stop() {
        stopped = true
        upstream?.close()
    }

    private fun refusal(): ByteArray? {
        val excess = fields.excess() ?: if (isForm) formExcess() else null
        if (excess != null) return Refusals.poco("HTML Form Exception: $excess")
        if (!isReader()) return null
        val changed = fields.changedSetting()
        return when {
            changed != null -> Refusals.readonly("Cannot modify '$changed' setting in readonly mode")
            !isForm && !READING.containsMatchIn(statementStart()) -> Refusals.readonly("Cannot execute query in readonly mode")
            else -> null
        }
    }

    /** A form has as many fields as a URL. */
    private fun formExcess(): String? {
        val whole = body.readBytes().also { started = it }
        val names = String(whole, Charsets.ISO_8859_1).split("Content-Disposition: form-data; name=\"").drop(1).map {
            it.substringBefore('"')
        }
        return when {
            names.size > RequestFields.MOST_FIELDS -> "Too many form fields"
            names.any { it.length > RequestFields.MOST_NAME_BYTES } -> "Field name too long"
            else -> null
        }
    }

    private fun isReader(): Boolean {
        if (head.field("X-ClickHouse-User") == RecentServer.READER) return true
        val basic = head.field("Authorization")?.removePrefix("Basic ") ?: return false
        return runCatching { String(Base64.getDecoder().decode(basic)) }.getOrNull() == "${RecentServer.READER}:"
    }

    private val isForm = head.field("Content-Type").orEmpty().startsWith("multipart/")
    private var started: ByteArray? = null

    /** The beginning of the statement, which may stand in the URL or in the body. */
    private fun statementStart(): String {
        fields["query"]?.let { return it }
        if (fields["decompress"] == "1" || head.field("Content-Encoding") != null) return ""
        val start = started ?: body.readNBytes(PEEK).also { started = it }
        return String(start, Charsets.UTF_8)
    }

    private fun wholeBody(): InputStream = SequenceInputStream(ByteArrayInputStream(started ?: ByteArray(0)), body)

    /** The data is in the server's memory, and nothing more is known of it. */
    private fun acknowledge(insert: AsyncInsert): Boolean {
        val data = wholeBody().readBytes()
        out.write(insert.acknowledgement(fields["query_id"]))
        out.flush()
        RecentServer.background {
            untilHungUp {
                server.connect().use { socket ->
                    send(socket, ByteArrayInputStream(data), synchronous())
                    Head.read(BufferedInputStream(socket.getInputStream()))
                }
            }
        }
        return true
    }

    private fun relay(insert: AsyncInsert?, watch: () -> CompletableFuture<Int>): Boolean {
        server.connect().use { socket ->
            upstream = socket
            // What HTTP's own compression packs is passed on as it is, and its blocks with it.
            val packs = head.field("Accept-Encoding") != null
            val revision = if (packs) 0 else fields["client_protocol_version"]?.toIntOrNull() ?: 0
            val more = HashMap<String, String>()
            if (revision >= BlocksOfRevision.WITH_ZONES) more += BlocksOfRevision.BINARY_TYPES to "1"
            val uploaded = CompletableFuture<Void>()
            RecentServer.background {
                try {
                    send(socket, wholeBody(), synchronous() + more)
                    nextByte = watch()
                    uploaded.complete(null)
                } catch (e: IOException) {
                    // What the client has not sent to its end must not look complete behind this
                    // server.
                    uploaded.completeExceptionally(e)
                    if (!answered) socket.close()
                }
            }
            val input = BufferedInputStream(socket.getInputStream())
            var answer = Head.read(input) ?: return false
            answered = true
            if (insert != null && answer.first.contains(" 200 ")) answer = insert.withoutCounts(answer)
            val complete = AnswerRelay(server, fields, head, answer, revision).run(input, out)
            // A server that answers before it has read everything does not go on with this
            // connection.
            return complete && !stopped && runCatching { uploaded.get(UPLOAD_MILLIS, TimeUnit.MILLISECONDS) }.isSuccess
        }
    }

    private fun synchronous() = mapOf("async_insert" to "0")

    /** Sends this request with [data] as its body. */
    private fun send(socket: Socket, data: InputStream, more: Map<String, String>) {
        val target = if (fields.path == "/") fields.target(NOT_FOR_UPSTREAM, more) else head.first.split(' ')[1]
        val (method, _, version) = head.first.split(' ')
        val credentials = if (isReader()) arrayOf("Authorization", "X-ClickHouse-User", "X-ClickHouse-Key") else emptyArray()
        // This server packs answers in lz4 by itself, and writes blocks anew that come unpacked.
        val packs = head.field("Accept-Encoding").orEmpty().contains("lz4") || fields["client_protocol_version"] != null
        val own = if (packs) credentials + "Accept-Encoding" else credentials
        val hasBody = head.isChunked || head.field("Content-Length") != null
        val framing = if (hasBody) listOf("Transfer-Encoding: chunked") else emptyList()
        val sent = Head(listOf("$method $target $version") + head.lines.drop(1))
            .with(framing + "Connection: close", "Content-Length", "Transfer-Encoding", "Connection", "Expect", *own)
        val stream = socket.getOutputStream()
        stream.write(sent.bytes())
        stream.flush()
        if (!hasBody) return
        val chunks = ChunkedOutput(stream)
        data.copyPromptly(chunks)
        chunks.finish()
    }

    private companion object {
        private const val PEEK = 4096
        private const val UPLOAD_MILLIS = 500L
        private val READING = Regex("^[\\s(]*(SELECT|WITH|SHOW|DESCRIBE|DESC|EXISTS|EXPLAIN)\\b", RegexOption.IGNORE_CASE)
        private val NOT_FOR_UPSTREAM =
            setOf("client_protocol_version", "network_compression_method", "wait_for_async_insert", "async_insert_deduplicate")
    }
}
