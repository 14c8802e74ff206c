package dev.houseflow.internal.codec

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File
import java.util.zip.ZipFile

/** A folder of golden data: `manifest.json` and `blobs.zip`, as real engines wrote them. */
internal class Corpus(folder: File) {
    private val zip = ZipFile(File(folder, "blobs.zip"))

    val cases: List<Case> = Json.parseToJsonElement(File(folder, "manifest.json").readText())
        .jsonObject.getValue("cases").jsonArray.map { Case(it.jsonObject) }

    /** One query and what came of it, in several layouts. */
    inner class Case(private val json: JsonObject) {
        val id: String = json.getValue("id").jsonPrimitive.content
        val types: List<String> = strings("types")
        val nativeTypes: List<String> = strings("native_types")
        val rows: Int = json.getValue("rows").jsonPrimitive.int
        val opaque: Boolean = flag("opaque")
        val nonUtf8: Boolean = flag("non_utf8")
        val settings: Map<String, String> = (json["settings"] as? JsonObject)?.mapValues { it.value.jsonPrimitive.content }.orEmpty()
        private val files = json.getValue("files").jsonObject.mapValues { it.value.jsonPrimitive.content }

        val blocks: List<Int>? = (json["blocks"] as? JsonArray)?.map { it.jsonPrimitive.int }

        fun has(layout: String): Boolean = layout in files

        fun bytes(layout: String): ByteArray = zip.getInputStream(zip.getEntry(files.getValue(layout))).use { it.readBytes() }

        /** The rows of a rendering; what the engine names twice, as the columns name it ([twice]) or as readers of JSON do. */
        fun expected(layout: String = "expected", twice: Boolean = true): List<JsonArray> {
            val text = String(bytes(layout), if (nonUtf8) Charsets.ISO_8859_1 else Charsets.UTF_8)
            val lines = text.split('\n').filter { it.isNotEmpty() }
            return lines.map { if (twice) ExpectedJson.parse(it) else Json.parseToJsonElement(it).jsonArray }
        }

        private fun strings(key: String): List<String> = (json[key] as? JsonArray)?.map { it.jsonPrimitive.content }.orEmpty()

        private fun flag(key: String): Boolean = (json[key] as? JsonPrimitive)?.boolean ?: false
    }

    companion object {
        const val PROPERTY: String = "corpus.dir"

        /** The corpus that `-Dcorpus.dir` names; without it the project's own golden files, which the engine's tests keep true. */
        fun atHand(): Corpus {
            val folder = System.getProperty(PROPERTY)?.takeIf { it.isNotBlank() }
            return Corpus(folder?.let { File(it) } ?: File(System.getProperty("basedir", "."), "src/test/resources/golden"))
        }
    }
}
