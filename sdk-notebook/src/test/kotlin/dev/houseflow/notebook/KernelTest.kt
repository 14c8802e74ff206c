package dev.houseflow.notebook

import dev.houseflow.notebook.internal.cell.CellDisplay
import dev.houseflow.notebook.internal.kernel.HouseflowIntegration
import dev.houseflow.testkit.AvailableServers
import dev.houseflow.testkit.MissingLibrary
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.jetbrains.kotlinx.jupyter.api.CodeCell
import org.jetbrains.kotlinx.jupyter.api.FieldValue
import org.jetbrains.kotlinx.jupyter.api.KotlinKernelHost
import org.jetbrains.kotlinx.jupyter.api.MimeTypedResult
import org.jetbrains.kotlinx.jupyter.api.Notebook
import org.jetbrains.kotlinx.jupyter.api.libraries.ExecutionHost
import org.jetbrains.kotlinx.jupyter.api.libraries.LibraryDefinition
import org.jetbrains.kotlinx.jupyter.api.libraries.LibraryDefinitionProducer
import java.lang.reflect.Proxy
import java.util.function.Function

/** A script, where there is no kernel. */
class Script : Function<List<String>, String> {
    override fun apply(args: List<String>): String {
        check(runCatching { Class.forName("org.jetbrains.kotlinx.jupyter.api.Notebook") }.isFailure)
        return BlockingClickHouseClient(args.single()).use {
            it.query("SELECT 1 AS one").let { result ->
                result.toHtml() +
                    result.toColumns()
            }
        }
    }
}

/** The integration by the kernel's API; samples/notebooks runs it in the kernel. */
class KernelTest : FunSpec({
    val endpoint = AvailableServers.embedded.address.endpoint
    val ch = autoClose(BlockingClickHouseClient(endpoint))

    afterTest { CellDisplay.current.set(null) }

    fun <T> fake(type: Class<T>, answer: (String, List<Any?>) -> Any?): T = type.cast(
        Proxy.newProxyInstance(type.classLoader, arrayOf(type)) { _, method, args -> answer(method.name, args.orEmpty().asList()) },
    )

    fun load(): LibraryDefinition {
        val cell = fake(CodeCell::class.java) { _, _ -> null }
        val notebook = fake(Notebook::class.java) { name, _ -> if (name == "getCurrentCell") cell else null }
        return HouseflowIntegration().getDefinitions(notebook).single()
    }

    test("the kernel finds the integration by itself") {
        val file = javaClass.getResource("/META-INF/kotlin-jupyter-libraries/libraries.json")!!.readText()
        val name = Json.parseToJsonElement(file).jsonObject["producers"]!!.jsonArray.single().jsonObject["fqn"]!!.jsonPrimitive.content
        (Class.forName(name).getDeclaredConstructor().newInstance() is LibraryDefinitionProducer) shouldBe true
        load().imports shouldContain "dev.houseflow.notebook.*"
    }

    test("results and blocks are rendered as tables") {
        val renderers = load().renderers
        val host = fake(ExecutionHost::class.java) { _, _ -> null }
        val result = ch.query("SELECT 1 AS one")
        for (value in listOf(result, result.rows.single().block)) {
            val rendered = renderers.single { it.accepts(value) }.execution.execute(host, FieldValue(value, "it")).value as MimeTypedResult
            rendered["text/html"]!! shouldContain "<td style=\"text-align: right\">1</td>"
            rendered["text/plain"] shouldBe value.toString()
        }
        renderers.none { it.accepts("a text") } shouldBe true
    }

    test("the progress of calls goes to the kernel") {
        val shown = mutableListOf<Pair<String, Any?>>()
        val kernel = fake(KotlinKernelHost::class.java) { name, args -> Unit.also { shown += "$name ${args[1]}" to args[0] } }
        load().init.forEach { it(kernel) }
        val display = CellDisplay.current.get()!!
        display.show("a", "<b>1</b>")
        display.update("a", "<b>2</b>")
        shown.map { (call, value) -> call to (value as MimeTypedResult)["text/html"] } shouldBe
            listOf("display a" to "<b>1</b>", "updateDisplay a" to "<b>2</b>")
        load().shutdown.forEach { it(kernel) }
        CellDisplay.current.get() shouldBe null
    }

    test("scripts do without the kernel") {
        MissingLibrary(Script::class.java).absent("kotlin-jupyter-api", endpoint) shouldContain "{one=[1]}"
    }
})
