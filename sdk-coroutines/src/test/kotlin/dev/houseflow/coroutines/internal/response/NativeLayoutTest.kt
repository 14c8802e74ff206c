package dev.houseflow.coroutines.internal.response

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable
import java.time.ZoneId

/** Settings of the caller's that change how blocks look. */
class NativeLayoutTest : FunSpec({
    test("blocks of the revision that a setting asks for are read as that") {
        server { target ->
            when (Regex("client_protocol_version=(\\d+)").find(target)?.groupValues?.get(1)) {
                // One DateTime with its zone, and behind it bytes that only this revision has.
                "54405" -> "01 00 02 ffffffff 00   01 01 01 74 0f ${text("DateTime('UTC')")} 00000000"
                "54488" -> "01 00 02 ffffffff 03 00 00   01 02 01 6e 05 ${text("UInt8")} 01 01 01 8080808080808080 40 07"
                else -> "01 01 01 6e 05 ${text("UInt8")} 07"
            }
        }.use { server ->
            ClickHouseClient(server.endpoint) { compression = Compression.NONE }.use { client ->
                client.query<N>("SELECT 7 AS n").rows shouldBe listOf(N(7))
                client.query<N>("SELECT n") { setting("client_protocol_version", 54488) }.rows shouldBe listOf(N(0), N(7))
                client.blocks("SELECT t") {
                    setting("client_protocol_version", 54405)
                }.toList().single().column("t").getZonedDateTime(0).zone shouldBe
                    ZoneId.of("UTC")
            }
            ClickHouseClient(server.endpoint) {
                compression = Compression.NONE
                setting("client_protocol_version", 54488)
            }.use { client ->
                client.query<N>("SELECT n").rows shouldBe listOf(N(0), N(7))
            }
            server.failures shouldBe emptyList()
        }
    }

    test("blocks of a server that passes over the revision are read as what they are") {
        server { "01 01 01 6e 05 ${text("UInt8")} 07" }.use { server ->
            ClickHouseClient(server.endpoint) { compression = Compression.NONE }.use { client ->
                client.query<N>("SELECT n") { setting("client_protocol_version", 54453) }.rows shouldBe listOf(N(7))
            }
        }
    }

    test("a revision that is not known is refused before anything is sent") {
        server { "" }.use { server ->
            ClickHouseClient(server.endpoint).use { client ->
                shouldThrow<ConfigurationException> { client.query<N>("SELECT n") { setting("client_protocol_version", 54489) } }
                    .message.orEmpty() shouldContain "54488"
                shouldThrow<ConfigurationException> {
                    client.rows("SELECT n") { setting("client_protocol_version", "newest") }.toList()
                }
            }
            server.connections shouldBe 0
        }
    }

    test("types in binary form are read when a setting asks for them") {
        server { target ->
            target shouldContain "output_format_native_encode_types_in_binary_format=1"
            "01 01 01 6e 01 07"
        }.use { server ->
            ClickHouseClient(server.endpoint) { compression = Compression.NONE }.use { client ->
                val name = "output_format_native_encode_types_in_binary_format"
                client.query<N>("SELECT n") { setting(name, true) }.rows shouldBe listOf(N(7))
            }
            server.failures shouldBe emptyList()
        }
    }
})

@Serializable
private data class N(val n: Int)

/** A server that answers each request with the bytes that [answer] gives for its target. */
private fun server(answer: (target: String) -> String) = ScriptedServer {
    while (true) {
        val request = readRequest() ?: break
        answer(hex(answer(request.target)), "200 OK", "X-ClickHouse-Format: Native", "X-ClickHouse-Timezone: Europe/Paris")
    }
}

private fun text(text: String): String = text.toByteArray().joinToString("") { "%02x".format(it) }

private fun hex(text: String): ByteArray = text.filterNot { it == ' ' }.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
