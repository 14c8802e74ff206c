package dev.houseflow.javaapi

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.ints.shouldBeGreaterThan
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File

/** The rules for shrinkers and the metadata for native images in the published jars name only what there is. */
internal class ShippedRulesTest : FunSpec({
    val modules = listOf("sdk-core", "sdk-coroutines", "sdk-java-compat")

    fun type(name: String): Class<*> = withClue(name) { Class.forName(name, false, ShippedRulesTest::class.java.classLoader) }

    fun JsonObject.list(key: String): List<JsonObject> = this[key]?.jsonArray.orEmpty().map { it.jsonObject }

    fun JsonObject.text(key: String): String = getValue(key).jsonPrimitive.content

    fun parameter(element: JsonElement): Class<*> = when (val name = element.jsonPrimitive.content) {
        "int" -> Int::class.java
        "long" -> Long::class.java
        else -> type(name)
    }

    fun metadata(module: String): JsonObject {
        val name = "META-INF/native-image/dev.houseflow/houseflow-$module/reachability-metadata.json"
        return Json.parseToJsonElement(File("../$module/target/classes/$name").readText()).jsonObject
    }

    test("each type, field and method of the reachability metadata is there") {
        val entries = modules.flatMap { metadata(it).list("reflection") }
        entries.size shouldBeGreaterThan 15
        for (entry in entries) {
            type(entry.getValue("condition").jsonObject.text("typeReached"))
            val type = type(entry.text("type"))
            withClue(type.name) {
                entry.list("fields").forEach { type.getField(it.text("name")) }
                for (method in entry.list("methods")) {
                    val parameters = method.getValue("parameterTypes").jsonArray.map(::parameter).toTypedArray()
                    if (method.text("name") == "<init>") {
                        type.getDeclaredConstructor(*parameters)
                    } else {
                        type.getMethod(method.text("name"), *parameters)
                    }
                }
            }
        }
        val types = entries.map { it.text("type") }
        types shouldContainAll listOf("JNI", "JavaSafe", "JavaUnsafe").flatMap { kind ->
            listOf("Compressor", "FastDecompressor", "SafeDecompressor").map { "net.jpountz.lz4.LZ4$kind$it" }
        }
    }

    test("each resource of the metadata is there") {
        val globs = modules.flatMap { metadata(it).list("resources") }.map { it.text("glob") }
        globs shouldContainAll listOf("net/jpountz/util/**", "META-INF/kotlinx_coroutines_core.version")
        for (glob in globs) {
            withClue(glob) { checkNotNull(javaClass.classLoader.getResource(glob.removeSuffix("/**"))) }
        }
    }

    test("each class of the rules for shrinkers is there, in all three places") {
        var named = 0
        for (module in modules) {
            val rules = listOf("proguard", "com.android.tools/proguard", "com.android.tools/r8").map {
                File("../$module/target/classes/META-INF/$it/houseflow-${module.removePrefix("sdk-")}.pro").readText()
            }
            check(rules.distinct().size == 1)
            for (name in Regex("""class ([\w.$]+)(?= \{|\n)""").findAll(rules.first()).map { it.groupValues[1] }) {
                type(name)
                named++
            }
        }
        named shouldBeGreaterThan 5
    }
})
