package dev.houseflow.testkit

import org.jetbrains.kotlin.abi.tools.AbiFilters
import org.jetbrains.kotlin.abi.tools.AbiTools
import java.io.File

/**
 * The public binary API of a module beside its dump, `api/<module>.api`. A difference fails the
 * build, so that a change of the API is a visible change of a file; `-Dapi.update=true` writes the
 * dumps anew.
 *
 * Left out: whatever is marked `@InternalHouseflowApi`, and packages called `internal`. Not in a
 * dump, because not in the class files as such: reified inline functions.
 */
object PublicApi {
    /**
     * Checks, or with `-Dapi.update=true` writes, the dump of [module], the name of its folder.
     * Call it from a test of any module.
     */
    fun check(module: String) {
        val root = repositoryRoot()
        compare(root.resolve("api/$module.api"), dump(root.resolve("$module/target/classes")), System.getProperty("api.update") == "true")
    }

    internal fun compare(file: File, current: String, update: Boolean) {
        if (update) {
            file.parentFile.mkdirs()
            file.writeText(current)
            return
        }
        check(file.isFile) { "There is no api/${file.name}. $HOW_TO_WRITE" }
        check(file.readText() == current) {
            "The public API differs from api/${file.name}. If that is meant, commit the new dump. $HOW_TO_WRITE\n" +
                AbiTools.getInstance().filesDiff(file, temporary(current)).orEmpty()
        }
    }

    private const val HOW_TO_WRITE = "Write it with: mvn -B verify -Dapi.update=true"

    internal fun dump(classes: File): String {
        check(classes.isDirectory) { "$classes is missing: build the module before its API is checked" }
        val files = classes.walk().filter { it.extension == "class" && it.name != "module-info.class" }.sortedBy { it.path }.toList()
        val out = StringBuilder()
        AbiTools.getInstance().printJvmDump(out, files, FILTERS)
        return out.toString()
    }

    private val FILTERS = AbiFilters(
        emptySet(),
        setOf("dev.houseflow.internal.**", "dev.houseflow.*.internal.**"),
        emptySet(),
        setOf("dev.houseflow.InternalHouseflowApi"),
    )

    private fun temporary(text: String): File = File.createTempFile("public", ".api").apply {
        deleteOnExit()
        writeText(text)
    }

    /** Tests run in their module's folder. */
    private fun repositoryRoot(): File = generateSequence(File("").absoluteFile) { it.parentFile }
        .first { it.resolve("sdk-core").isDirectory && it.resolve("pom.xml").isFile }
}
