package dev.houseflow.coroutines

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import java.nio.file.Path

/** What [main] prints, run with [args] in a JVM of its own with 64 MB of heap, or [megabytes], where it has to end well. */
internal fun printedInSmallHeap(main: Class<*>, vararg args: String, megabytes: Int = 64): String {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
    val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
    val child = ProcessBuilder(
        listOf(java, "-Xmx${megabytes}m", "-XX:+UseSerialGC", "-cp", classes, main.name) + args,
    ).redirectErrorStream(true).start()
    try {
        val printed = String(child.inputStream.readAllBytes()).trim()
        return withClue(printed) { printed.also { child.waitFor() shouldBe 0 } }
    } finally {
        child.destroyForcibly()
    }
}
