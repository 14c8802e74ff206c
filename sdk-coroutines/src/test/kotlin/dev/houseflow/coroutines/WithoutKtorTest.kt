package dev.houseflow.coroutines

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import java.io.File

/** Projects without Ktor on their class path, which most are. */
internal class WithoutKtorTest : FunSpec({
    val classes = File("target/classes")

    /** Defines the classes of this module itself, and knows no Ktor. */
    val loader = object : ClassLoader(WithoutKtorTest::class.java.classLoader) {
        override fun loadClass(name: String, resolve: Boolean): Class<*> {
            if (name.startsWith("io.ktor.")) throw ClassNotFoundException(name)
            val file = classes.resolve(name.replace('.', '/') + ".class")
            if (!file.isFile) return super.loadClass(name, resolve)
            return findLoadedClass(name) ?: file.readBytes().let { defineClass(name, it, 0, it.size) }
        }
    }

    test("reflection works on every class but those for Ktor's users") {
        val unusable = classes.walk().filter { it.extension == "class" && it.name != "module-info.class" }
            .map { it.relativeTo(classes).path.removeSuffix(".class").replace(File.separatorChar, '.') }
            .filter { name ->
                runCatching {
                    val type = Class.forName(name, false, loader)
                    type.declaredConstructors.size + type.declaredMethods.size + type.declaredFields.size + type.declaredClasses.size
                }.isFailure
            }
            .filterNot { it.startsWith("dev.houseflow.coroutines.internal.ktor.") }
            .toList()
        unusable shouldContainExactlyInAnyOrder listOf("HouseflowEngine", "HouseflowEngineConfig", "KtorEnginesKt").map {
            "dev.houseflow.coroutines.$it"
        }
    }
})
