package dev.houseflow.testkit

import java.io.File
import java.net.URLClassLoader
import java.nio.file.Path
import java.util.function.Function

/**
 * Runs code of tests where a library is missing that is on the class path here. A task takes texts
 * and gives one.
 */
class MissingLibrary(private val task: Class<out Function<List<String>, String>>) {
    /** What the task gives where no jar has a name that begins with [jar]. */
    fun absent(jar: String, vararg args: String): String {
        val left = classPath().filter { !File(it).name.startsWith(jar) }
        check(left.size < classPath().size) { "there is no $jar on the class path to be left out" }
        val urls = left.map { File(it).toURI().toURL() }.toTypedArray()
        return URLClassLoader(urls, ClassLoader.getPlatformClassLoader()).use { loader ->
            @Suppress("UNCHECKED_CAST")
            val copy = loader.loadClass(task.name).getDeclaredConstructor().newInstance() as Function<List<String>, String>
            copy.apply(args.asList())
        }
    }

    /** What the task prints in a JVM of its own, with [properties]. */
    fun withProperties(properties: List<String>, vararg args: String): String {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val classes = classPath().joinToString(File.pathSeparator)
        val command = listOf(java) + properties + listOf("-cp", classes, TaskMain::class.java.name, task.name) + args
        val child = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        try {
            return String(child.inputStream.readAllBytes()).trim().also { check(child.waitFor() == 0) { "the child failed: $it" } }
        } finally {
            child.destroyForcibly()
        }
    }

    private fun classPath(): List<String> =
        (System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")).split(File.pathSeparator)

    /** Runs the task that is named first on what follows. */
    internal object TaskMain {
        @JvmStatic
        fun main(args: Array<String>) {
            @Suppress("UNCHECKED_CAST")
            val task = Class.forName(args[0]).getDeclaredConstructor().newInstance() as Function<List<String>, String>
            println(task.apply(args.drop(1)))
        }
    }
}
