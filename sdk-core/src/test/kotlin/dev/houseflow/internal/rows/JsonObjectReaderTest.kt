package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import dev.houseflow.HouseflowSerializersModule
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.builtins.MapSerializer
import kotlinx.serialization.builtins.nullable
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNames
import kotlinx.serialization.json.JsonTransformingSerializer

@Serializable
private data class DocNode(val a: DocNode? = null, val b: String? = null, val c: Long = -1)

@Serializable
private data class DocStrict(val a: Long, val b: String)

@Serializable
private data class DocStrictNode(val a: DocStrict)

@Serializable
private data class DocNumbers(val a: Double = 0.5, val b: Float? = null, val c: Int? = null)

@Serializable
private data class DocSmall(val a: Short? = null, val b: Byte? = 1, val c: Double?)

@Serializable
private data class DocParts(val a: JsonElement? = null, val b: List<Long?>? = null, val c: Boolean = false)

@Serializable
private enum class DocState { OPEN, CLOSED }

@Serializable
private data class DocWords(val a: Map<String, JsonElement> = emptyMap(), val b: DocState? = null, val c: Char? = null)

@Serializable
private data class DocRenamed(@SerialName("c") val a: Double? = null, @SerialName("d.e") val b: String = "none", val missing: Long = 3)

@OptIn(ExperimentalSerializationApi::class)
@Serializable
private data class DocAlternative(@JsonNames("c") val b: String? = null)

@Serializable
private data class DocUnsigned(val a: ULong = 4u, val b: UInt? = null)

private object DocWrapped : JsonTransformingSerializer<DocNode>(DocNode.serializer())

/** Classes over the paths of a JSON column, beside kotlinx.serialization's own JSON over the same objects' text. */
class JsonObjectReaderTest : FunSpec({
    val json = jsonOf(HouseflowSerializersModule)
    val direct = listOf(
        DocNode.serializer(),
        DocStrict.serializer(),
        DocStrictNode.serializer(),
        DocNumbers.serializer(),
        DocSmall.serializer(),
        DocParts.serializer(),
        DocWords.serializer(),
        DocRenamed.serializer(),
    )
    val others = listOf<KSerializer<*>>(
        DocAlternative.serializer(),
        DocUnsigned.serializer(),
        DocWrapped,
        JsonElement.serializer(),
        DocNode.serializer().nullable,
        MapSerializer(String.serializer(), JsonElement.serializer()),
    )

    test("only classes whose code the compiler wrote are read without elements") {
        direct.map { JsonObjectReader.of(it, json) == null } shouldBe direct.map { false }
        others.map { JsonObjectReader.of(it, json) == null } shouldBe others.map { true }
    }

    (direct + others).forEachIndexed { i, serializer ->
        test("$i, ${serializer.descriptor.serialName}: from paths and from text") {
            var read = 0
            var reader = JsonReader(json)
            repeat(3_000) { seed ->
                // One reader for many blocks, as in a result.
                if (seed % 50 == 0) reader = JsonReader(json)
                val column = RandomJson(seed).column()
                reader.bind(column)
                for (row in 0 until column.size) {
                    val text = column.getString(row)
                    val expected = try {
                        Result.success<Any?>(json.decodeFromString(serializer, text))
                    } catch (e: SerializationException) {
                        Result.failure(e)
                    }
                    val actual = try {
                        Result.success<Any?>(reader.read(row, serializer))
                    } catch (e: FormatException) {
                        e.column shouldBe "doc"
                        e.row shouldBe row
                        Result.failure(e)
                    }
                    withClue("seed $seed, row $row: $text") {
                        actual.isSuccess shouldBe expected.isSuccess
                        actual.getOrNull() shouldBe expected.getOrNull()
                    }
                    if (actual.isSuccess) read++
                }
            }
            // Of random paths few make what a class without defaults needs.
            read shouldBeGreaterThan 2
        }
    }
})
