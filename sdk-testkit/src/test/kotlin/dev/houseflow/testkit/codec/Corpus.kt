package dev.houseflow.testkit.codec

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File
import java.util.zip.ZipFile

/** A folder of golden data, `manifest.json` and `blobs.zip`, for what the engine has to say about it. */
internal class Corpus(folder: File) {
    private val zip = ZipFile(File(folder, "blobs.zip"))
    private val manifest = Json.parseToJsonElement(File(folder, "manifest.json").readText()).jsonObject

    /** The settings under which the expected rows were written. */
    val renderSettings: Map<String, String> = texts(manifest["render_settings"]).ifEmpty { EngineText.SETTINGS }

    val cases: List<Case> = manifest.getValue("cases").jsonArray.map { Case(it.jsonObject) }

    inner class Case(private val json: JsonObject) {
        val id: String = text("id") ?: error("a case without an id")
        val sql: String = text("sql").orEmpty()

        /** What gives the expected rows where the columns of [sql] themselves do not print. */
        val expectedSql: String? = text("expected_sql")

        /** The names of the columns; empty where the manifest has none. */
        val names: List<String> = json["names"]?.jsonArray?.map { it.jsonPrimitive.content }.orEmpty()
        val types: List<String> = json["types"]?.jsonArray?.map { it.jsonPrimitive.content }.orEmpty()
        val settings: Map<String, String> = json["settings"]?.let { texts(it) } ?: TypedTable.SETTINGS
        val rows: Int = json.getValue("rows").jsonPrimitive.int
        val opaque: Boolean = (json["opaque"] as? JsonPrimitive)?.boolean ?: false
        val charset = if ((json["non_utf8"] as? JsonPrimitive)?.boolean == true) Charsets.ISO_8859_1 else Charsets.UTF_8

        /** What the engine said when its own bytes were inserted again; `null` when nobody tried. */
        val reinsert: String? = (json["reinsert"] as? JsonObject)?.get("native")?.jsonPrimitive?.content

        val native: ByteArray get() = entry("native")
        val expected: List<String> get() = linesOf(entry("expected"))

        fun linesOf(rendered: ByteArray): List<String> = String(rendered, charset).split('\n').filter { it.isNotEmpty() }

        private fun entry(layout: String): ByteArray {
            val name = json.getValue("files").jsonObject.getValue(layout).jsonPrimitive.content
            return zip.getInputStream(zip.getEntry(name)).use { it.readBytes() }
        }

        private fun text(key: String): String? = (json[key] as? JsonPrimitive)?.takeIf { it !is JsonNull }?.content
    }

    companion object {
        const val PROPERTY: String = "corpus.dir"

        /** The corpus that `-Dcorpus.dir` names; without it the project's own golden files. */
        fun atHand(): Corpus {
            val folder = System.getProperty(PROPERTY)?.takeIf { it.isNotBlank() }
            return Corpus(folder?.let { File(it) } ?: File(System.getProperty("basedir", "."), "../sdk-core/src/test/resources/golden"))
        }

        /** All there is: as [atHand], and without the property the corpus that lies beside a clone of the project, if it does. */
        fun whole(): Corpus {
            val beside = File(System.getProperty("basedir", "."), "../../shared/corpus/open")
            val named = !System.getProperty(PROPERTY).isNullOrBlank()
            return if (!named && File(beside, "manifest.json").exists()) Corpus(beside) else atHand()
        }

        private fun texts(json: JsonElement?): Map<String, String> = (json as? JsonObject)?.mapValues {
            it.value.jsonPrimitive.content
        }.orEmpty()
    }
}

/** Whether two rows in JSON say the same: the order of an object's keys means nothing. */
internal fun sameRow(found: String, expected: String): Boolean =
    found == expected || Json.parseToJsonElement(found) as JsonArray == Json.parseToJsonElement(expected) as JsonArray
