package dev.houseflow.testkit

import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.internal.compress.CompressionMethod
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.toList
import java.nio.file.Files
import kotlin.io.path.createTempDirectory

/** One way in which servers write an error, and what it says. */
class ServerErrorText(val text: String, val code: Int, val name: String, val message: String) {
    internal companion object {
        private const val VERSION = "(version 25.3.1.1 (official build))"

        val ALL: List<ServerErrorText> = listOf(
            ServerErrorText(
                "Code: 395. DB::Exception: boom: while executing. (SOME_NAME) $VERSION",
                395,
                "SOME_NAME",
                "boom: while executing.",
            ),
            ServerErrorText("Code: 49. DB::NetException: reset (h:9000). (LOGICAL_ERROR) $VERSION", 49, "LOGICAL_ERROR", "reset (h:9000)."),
            ServerErrorText("Code: 74. DB::ErrnoException: no, errno: 5. (CANNOT_READ) $VERSION", 74, "CANNOT_READ", "no, errno: 5."),
            ServerErrorText(
                "Code: 27. DB::ParsingException: at row 1:\nColumn 0. (CANNOT_PARSE) $VERSION",
                27,
                "CANNOT_PARSE",
                "at row 1:\nColumn 0.",
            ),
            ServerErrorText("Code: 800. Coordination::Exception: No node. (LOST) $VERSION", 800, "LOST", "No node."),
            ServerErrorText(
                "Code: 1000. Poco::Exception: Not found: x. (POCO_EXCEPTION) $VERSION",
                1000,
                "POCO_EXCEPTION",
                "Not found: x.",
            ),
            ServerErrorText("Code: 1000. Poco::TimeoutException: too late. (POCO_EXCEPTION) $VERSION", 1000, "POCO_EXCEPTION", "too late."),
            ServerErrorText("Code: 1001. std::exception: std::bad_alloc (STD_EXCEPTION) $VERSION", 1001, "STD_EXCEPTION", "std::bad_alloc"),
            ServerErrorText("Code: 1001. std::__1::system_error: no thread. (STD_EXCEPTION) $VERSION", 1001, "STD_EXCEPTION", "no thread."),
            ServerErrorText("Code: 1001. boost::wrapexcept<boost::bad_get<int, char> >: no (STD_EXCEPTION)", 1001, "STD_EXCEPTION", "no"),
            ServerErrorText("Code: 1001. DB::(anonymous namespace)::Odd: no (STD_EXCEPTION)", 1001, "STD_EXCEPTION", "no"),
            ServerErrorText("Code: 49, e.displayText() = DB::NetException: Timeout exceeded", 49, "", "Timeout exceeded"),
            ServerErrorText("Code: 49, e.displayText() = DB::NetException: Timeout, e.what() = DB::NetException", 49, "", "Timeout"),
            ServerErrorText("Code: 60, e.displayText() = DB::Exception: No x (version 20.8.3.18 (official build))", 60, "", "No x"),
            ServerErrorText(
                "Code: 800, e.displayText() = DB::NetException: All tries failed. Log: \n\n" +
                    "Code: 210, e.displayText() = DB::NetException: refused, e.what() = DB::NetException\n" +
                    "Code: 210, e.displayText() = DB::NetException: refused, e.what() = DB::NetException\n\n, e.what() = DB::NetException",
                800,
                "",
                "All tries failed. Log: \n\n" +
                    "Code: 210, e.displayText() = DB::NetException: refused, e.what() = DB::NetException\n" +
                    "Code: 210, e.displayText() = DB::NetException: refused, e.what() = DB::NetException",
            ),
            ServerErrorText(
                "Poco::Exception. Code: 1000, e.code() = 111, e.displayText() = Connection refused, e.what() = Connection refused",
                1000,
                "",
                "e.code() = 111, e.displayText() = Connection refused",
            ),
            ServerErrorText(
                "std::exception. Code: 1001, type: std::out_of_range, e.what() = at $VERSION",
                1001,
                "",
                "type: std::out_of_range, e.what() = at",
            ),
            ServerErrorText("Unknown exception. Code: 1002, type: int $VERSION", 1002, "", "type: int"),
        )
    }
}

/**
 * Wherever a server's error stands, both doors throw it, and nothing of it is data. A door's test
 * is a subclass and nothing else.
 */
abstract class ServerErrorContract(door: ClientUnderTest) : FunSpec({
    timeout = 300_000

    /** Gives the answer that [answer] makes to every request, and closes the connection. */
    suspend fun answering(answer: () -> ByteArray, compression: Compression = Compression.NONE, test: suspend ContractClient.() -> Unit) {
        ScriptedServer {
            readRequest()
            send(answer())
        }.use { server ->
            door.connect(server.endpoint, DoorOptions("default", "", compression = compression)).use { it.test() }
            server.failures.shouldBeEmpty()
        }
    }

    fun request(format: Format? = null, compression: Compression? = null) =
        QueryRequest.builder("SELECT 1").format(format).compression(compression).build()

    fun check(failure: ServerException, error: ServerErrorText) {
        failure.code shouldBe error.code
        failure.name shouldBe error.name
        failure.serverMessage shouldBe error.message
    }

    suspend fun ContractClient.typedCallsFail(error: ServerErrorText, seenBefore: Int) {
        check(shouldThrow<ServerException> { query(request(), rowClass<Maybe>()) }, error)
        val streamed = ArrayList<Maybe>()
        check(shouldThrow<ServerException> { stream(request(), rowClass<Maybe>()).collect { streamed += it } }, error)
        // A door that pulls in another coroutine may lose rows to the failure behind them.
        streamed.size shouldBeLessThanOrEqual seenBefore
        check(shouldThrow<ServerException> { rows(request()).collect() }, error)
        check(shouldThrow<ServerException> { blocks(request()).collect() }, error)
    }

    suspend fun ContractClient.rawCallsFail(error: ServerErrorText, format: Format?, before: ByteArray, compression: Compression) {
        if (compression == Compression.NONE) check(shouldThrow<ServerException> { execute(request(format)) }, error)
        check(shouldThrow<ServerException> { rawQuery(request(format, compression)) }, error)
        var size = 0
        check(shouldThrow<ServerException> { rawStream(request(format, compression)).collect { size += it.size } }, error)
        size shouldBeLessThanOrEqual before.size
        val folder = createTempDirectory()
        val file = folder.resolve("answer")
        check(shouldThrow<ServerException> { download(request(null, compression), format ?: Format.TAB_SEPARATED, file) }, error)
        Files.exists(file) shouldBe false
        Files.list(folder).use { it.count() } shouldBe 0
        Files.delete(folder)
    }

    val block = Answers.block(listOf(1, 2, 3))
    val packings = listOf<CompressionMethod?>(null) + CompressionMethod.entries

    fun pack(method: CompressionMethod?, bytes: ByteArray) = if (method == null) bytes else Answers.frame(method, bytes)

    fun compression(method: CompressionMethod?) = if (method == null) Compression.NONE else Compression.LZ4

    for (error in ServerErrorText.ALL) {
        val title = error.text.substringBefore('\n').take(60)
        val tagged = Answers.taggedException(message = error.text)
        val marked = "__exception__\r\n${error.text}\n".toByteArray()
        val bare = "${error.text}\n".toByteArray()

        test("an error with a status of its own: $title") {
            for (method in packings) {
                val body = pack(method, bare)
                for (code in listOf("", "X-ClickHouse-Exception-Code: ${error.code}\r\n")) {
                    val head = "HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\n${code}Content-Length: ${body.size}\r\n\r\n"
                    answering({ head.toByteArray() + body }) {
                        typedCallsFail(error, 0)
                        rawCallsFail(error, null, ByteArray(0), Compression.NONE)
                        val insert = InsertRequest.builder("t").build()
                        check(shouldThrow<ServerException> { rawInsert(insert, Format.CSV, "1\n".toByteArray()) }, error)
                    }
                }
            }
        }

        test("I31 an error behind good rows of a typed answer: $title") {
            for (method in packings) {
                for ((form, field) in listOf(tagged to Answers.TAG_FIELD, marked to null, bare to null)) {
                    val chunks = listOf(pack(method, block), pack(method, form))
                    val fields = listOfNotNull(field, "Connection: close").toTypedArray()
                    val whole = Answers.chunked(chunks, *fields)
                    // Servers from some 25.x on end the connection without a last chunk.
                    for (answer in listOf(whole, whole.copyOf(whole.size - Answers.LAST_CHUNK.size))) {
                        withClue("$method, ${String(form).take(30)}, ${answer.size} of ${whole.size}") {
                            answering({ answer }, compression(method)) { typedCallsFail(error, 3) }
                        }
                    }
                }
            }
        }

        test("an error that takes the place of a frame: $title") {
            for ((form, field) in listOf(tagged to Answers.TAG_FIELD, marked to null, bare to null)) {
                val fields = listOfNotNull(field, "Connection: close").toTypedArray()
                val whole = Answers.chunked(listOf(pack(CompressionMethod.LZ4, block), form), *fields)
                for (answer in listOf(whole, whole.copyOf(whole.size - Answers.LAST_CHUNK.size))) {
                    answering({ answer }, Compression.LZ4) { typedCallsFail(error, 3) }
                }
            }
        }

        test("I31 an error behind other data: $title") {
            val data = mapOf(
                Format.TAB_SEPARATED to "1\ta\n2\tb\n".toByteArray(),
                Format.CSV to "1,\"a\"\n".toByteArray(),
                Format.JSON_EACH_ROW to "{\"n\":1}\n".toByteArray(),
                Format.JSON to "{\n\t\"data\":\n\t[\n\t\t{\n\t\t\t\"n\": 1\n\t\t}".toByteArray(),
                Format.of("Values") to "(1),(2)".toByteArray(),
                Format.ROW_BINARY to byteArrayOf(1, 2, 3, 65, 66, 67),
                Format.NATIVE to block,
                null to ByteArray(0),
            )
            for (method in listOf(null, CompressionMethod.LZ4)) {
                for ((form, field) in listOf(tagged to Answers.TAG_FIELD, marked to null, bare to null)) {
                    for ((format, before) in data) {
                        val fields = listOfNotNull(field, "Connection: close").toTypedArray()
                        val chunks = listOf(pack(method, before), pack(method, form)).filter { it.isNotEmpty() }
                        withClue("$method, $format, ${String(form).take(30)}") {
                            answering({ Answers.chunked(chunks, *fields) }) { rawCallsFail(error, format, before, compression(method)) }
                        }
                    }
                }
            }
        }
    }

    test("I30 an error that the answer consists of is no success: execute, rawQuery, inserts") {
        val error = ServerErrorText.ALL.first()
        for (text in listOf("${error.text}\n", "__exception__\r\n${error.text}\n", error.text)) {
            answering({ Answers.chunked(listOf(text.toByteArray()), "Connection: close") }) {
                typedCallsFail(error, 0)
                rawCallsFail(error, null, ByteArray(0), Compression.NONE)
                val insert = InsertRequest.builder("t").build()
                check(shouldThrow<ServerException> { rawInsert(insert, Format.CSV, "1\n".toByteArray()) }, error)
            }
        }
    }

    test("I31 rows whose text looks like an error are data") {
        val error = "Code: 60. DB::Exception: No such table. (UNKNOWN_TABLE) (version 25.3.1.1 (official build))"
        val weak = "Code: 60. DB::Exception: No such table"
        val string = error.toByteArray().let { byteArrayOf((it.size or 0x80).toByte(), (it.size shr 7).toByte()) + it }
        val answers = listOf(
            Format.TAB_SEPARATED to "1\t$error\n2\t$weak\n".toByteArray(),
            Format.TAB_SEPARATED to "$error\t1\n$weak\t2\n".toByteArray(),
            Format.TAB_SEPARATED to "$error\n$weak\nthe last row\n".toByteArray(),
            Format.TAB_SEPARATED to "see __exception__ $error\n".toByteArray(),
            Format.CSV to "1,\"$error\"\n\"$error\",2\n\"$weak\"\n".toByteArray(),
            Format.CSV to "\"two lines\n$weak\"\n".toByteArray(),
            Format.CSV to "\"__exception__\r\n$error\"\n".toByteArray(),
            Format.JSON_EACH_ROW to "{\"exception\":\"$error\"}\n".toByteArray(),
            Format.JSON_EACH_ROW to "{\"s\":\"$weak\"}\n{\"s\":\"$error\"}\n".toByteArray(),
            Format.JSON to "{\n\t\"data\":\n\t[\n\t\t{\n\t\t\t\"exception\": \"$error\"\n\t\t}\n\t],\n\n\t\"rows\": 1\n}\n".toByteArray(),
            Format.of("XML") to "<row>\n<exception>$error</exception>\n</row>\n</data>\n<rows>1</rows>\n</result>\n".toByteArray(),
            Format.of("Values") to "('$error'),('$weak')".toByteArray(),
            Format.ROW_BINARY to string + string,
            Format.NATIVE to byteArrayOf(1, 1, 1, 's'.code.toByte(), 6) + "String".toByteArray() + string,
        )
        for ((format, data) in answers) {
            for (method in listOf(null, CompressionMethod.LZ4)) {
                withClue("$format: ${String(data)}") {
                    val answer = Answers.chunked(listOf(pack(method, data)), "Connection: close")
                    answering({ answer }) {
                        val request = request(format, compression(method))
                        rawQuery(request).decodeToString() shouldBe data.decodeToString()
                        rawStream(request).toList().fold(ByteArray(0), ByteArray::plus).decodeToString() shouldBe data.decodeToString()
                        if (method == null) execute(request)
                    }
                }
            }
        }
    }

    test("I33 exceptions are pinned out of the format of the answer, unless the caller names the setting or the server refuses it") {
        val name = "http_write_exception_in_output_format"
        val targets = java.util.concurrent.CopyOnWriteArrayList<String>()
        var refuses = false
        ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                targets += request.target
                if (refuses && "$name=0" in request.target) {
                    answer("Code: 115. DB::Exception: Unknown setting $name. (UNKNOWN_SETTING)\n", "404 Not Found")
                } else {
                    answer("", "200 OK", Answers.SUMMARY)
                }
            }
        }.use { server ->
            suspend fun targetOf(call: suspend ContractClient.() -> Unit): List<String> {
                targets.clear()
                door.connect(server.endpoint, DoorOptions("default", "", compression = Compression.NONE)).use { it.call() }
                return targets.toList()
            }
            targetOf { rawQuery(request()) }.single() shouldContain "&$name=0"
            targetOf { execute(request()) }.single() shouldContain "&$name=0"
            targetOf { rawStream(request()).collect() }.single() shouldContain "&$name=0"
            targetOf { query(request(), rowClass<Maybe>()) }.single() shouldNotContain name
            targetOf { rawQuery(QueryRequest.of("SELECT 1 SETTINGS $name=1")) }.single() shouldNotContain name
            val asked = QueryRequest.builder("SELECT 1").setting(name, 1).build()
            targetOf { rawQuery(asked) }.single().split(name).let { it.size shouldBe 2 }
            targetOf {
                session { session ->
                    session.execute(QueryRequest.of("SET $name = 1"))
                    session.rawQuery(request())
                }
            }.forEach { it shouldNotContain name }
            refuses = true
            val refused = targetOf { repeat(2) { rawQuery(request()) } }
            refused.map { name in it } shouldBe listOf(true, false, false)
        }
    }

    test(
        "an error in the format of the answer is an error where the setting is named in the statement, in the session, or cannot be pinned",
    ) {
        val error = ServerErrorText.ALL.first()
        val name = "http_write_exception_in_output_format"
        val escaped = error.text.replace("\"", "\\\"")
        val documents = listOf(
            Format.JSON_EACH_ROW to "{\"n\":\"1\"}\n{\"exception\": \"$escaped\"}\n",
            Format.JSON_EACH_ROW to "[\n{\"n\":\"1\"},\n{\"exception\": \"$escaped\"}\n]\n",
            Format.JSON to "{\n\t\"data\": [],\n\n\t\"exception\": \"$escaped\"\n}\n",
            Format.of("JSONCompactEachRow") to "[\"1\"]\n[\"$escaped\"]\n",
            Format.of("XML") to "<result>\n\t<exception>${error.text}</exception>\n</result>\n",
        )
        for ((format, document) in documents) {
            for (fields in listOf(arrayOf("Connection: close"), arrayOf(Answers.TAG_FIELD, "Connection: close"))) {
                answering({ Answers.chunked(listOf(document.toByteArray()), *fields) }) {
                    val inStatement = QueryRequest.builder("SELECT 1 SETTINGS $name = 1").format(format).build()
                    check(shouldThrow<ServerException> { rawQuery(inStatement) }, error)
                    session { session ->
                        runCatching { session.execute(QueryRequest.of("SET $name = 1")) }
                        check(shouldThrow<ServerException> { session.rawQuery(request(format)) }, error)
                    }
                    if (fields.size == 1) check(shouldThrow<ServerException> { rawQuery(request(format)) }, error)
                }
            }
        }
    }
})
