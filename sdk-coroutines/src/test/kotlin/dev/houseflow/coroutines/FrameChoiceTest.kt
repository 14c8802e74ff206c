package dev.houseflow.coroutines

import dev.houseflow.Compression
import dev.houseflow.testkit.FrameChoiceContract
import dev.houseflow.testkit.Numbered
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.runBlocking
import java.util.function.Function

/** The Kotlin client reads what it asks for. */
class FrameChoiceTest : FrameChoiceContract(KotlinReadings::class.java)

/** Made anew in class loaders of its own. */
internal class KotlinReadings : Function<List<String>, String> {
    override fun apply(args: List<String>): String = ClickHouseClient(args[0]) { username = args[1] }.use { client ->
        runBlocking { args.drop(2).map { run(client, it) } }.joinToString(" ")
    }

    private suspend fun run(client: ClickHouseClient, operation: String): Any = when (operation) {
        "query" -> client.query<Numbered>(FrameChoiceContract.QUERY).rows.single().id

        "stream" -> client.stream<Numbered>(FrameChoiceContract.STREAM).count()

        else -> runCatching {
            client.execute("CREATE TABLE IF NOT EXISTS frame_choice (id Int64) ENGINE = Memory")
            client.insert("frame_choice", listOf(Numbered(1))) { compression = Compression.ZSTD }
        }.exceptionOrNull()?.message.orEmpty()
    }
}
