package dev.houseflow.testkit.codec

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.io.File
import java.util.zip.ZipEntry
import java.util.zip.ZipFile
import java.util.zip.ZipOutputStream

/**
 * The golden files beside the codecs are what the engine still answers. `tools/golden` makes them anew.
 */
class GoldenFilesTest : FunSpec({
    val folder = File(System.getProperty("basedir", "."), "../sdk-core/src/test/resources/golden")

    test("the engine answers as the golden files say") {
        Engine().use { engine ->
            val answers = goldenCases().associateWith { case -> withClue(case.sql) { answer(engine, case.sql) } }
            if (System.getProperty("golden.write") == "true") write(folder, answers)
            ZipFile(File(folder, "blobs.zip")).use { zip ->
                for ((case, layouts) in answers) {
                    for ((layout, bytes) in layouts) {
                        withClue("${case.id} $layout") {
                            val kept = zip.getInputStream(zip.getEntry("${case.id}/$layout")).use { it.readBytes() }
                            String(bytes, Charsets.ISO_8859_1) shouldBe String(kept, Charsets.ISO_8859_1)
                        }
                    }
                }
                zip.size() shouldBe answers.values.sumOf { it.size }
            }
        }
    }
})

private fun answer(engine: Engine, sql: String): Map<String, ByteArray> {
    fun native(vararg setting: Pair<String, String>) = engine.run("$sql FORMAT Native", TypedTable.SETTINGS + setting)
    // States are compared by what they result in.
    val finalized = if ("State(" in sql) finalize(sql) else sql
    return mapOf(
        "native" to native(),
        "native_bintypes" to native("output_format_native_encode_types_in_binary_format" to "1"),
        "native_flattened" to native("output_format_native_use_flattened_dynamic_and_json_serialization" to "1"),
        "native_jsonstring" to native("output_format_native_write_json_as_string" to "1"),
        "expected" to engine.run("$finalized FORMAT JSONCompactEachRow", TypedTable.SETTINGS + EngineText.SETTINGS),
        "expected_default" to engine.run("$finalized FORMAT JSONCompactEachRow", TypedTable.SETTINGS),
        "header" to engine.run("SELECT * FROM ($sql) LIMIT 0 FORMAT JSONCompactEachRowWithNamesAndTypes", TypedTable.SETTINGS),
    )
}

private fun finalize(sql: String): String {
    val names = Regex(" AS (\\w+)").findAll(sql.substringBefore(" FROM ")).map { it.groupValues[1] }
    return "SELECT ${names.joinToString(", ") { "finalizeAggregation($it)" }} FROM ($sql)"
}

private fun write(folder: File, answers: Map<GoldenCase, Map<String, ByteArray>>) {
    folder.mkdirs()
    ZipOutputStream(File(folder, "blobs.zip").outputStream()).use { zip ->
        zip.setLevel(9)
        for ((case, layouts) in answers) {
            for ((layout, bytes) in layouts) {
                // The same bytes whenever they are written.
                zip.putNextEntry(ZipEntry("${case.id}/$layout").apply { time = 315_532_800_000L })
                zip.write(bytes)
                zip.closeEntry()
            }
        }
    }
    val manifest = buildJsonObject {
        put("set", "golden")
        put("cases", buildJsonArray { for ((case, layouts) in answers) add(describe(case, layouts)) })
    }
    File(folder, "manifest.json").writeText(PRETTY.encodeToString(JsonElement.serializer(), manifest) + "\n")
}

private val PRETTY = Json { prettyPrint = true }

private fun describe(case: GoldenCase, layouts: Map<String, ByteArray>): JsonObject {
    val types = Json.parseToJsonElement(String(layouts.getValue("header")).lines()[1])
    val native = buildJsonArray {
        // Native loses the zone of a top-level DateTime, and a result without rows has no header at all.
        if (layouts.getValue("native").isNotEmpty()) {
            for (type in types as kotlinx.serialization.json.JsonArray) {
                val text = (type as JsonPrimitive).content
                add(JsonPrimitive(if (text.startsWith("DateTime(")) "DateTime" else text))
            }
        }
    }
    return buildJsonObject {
        put("id", case.id)
        put("sql", case.sql)
        put("types", types)
        put("native_types", native)
        put("rows", String(layouts.getValue("expected")).count { it == '\n' })
        put("files", buildJsonObject { for (layout in layouts.keys) put(layout, "${case.id}/$layout") })
    }
}
