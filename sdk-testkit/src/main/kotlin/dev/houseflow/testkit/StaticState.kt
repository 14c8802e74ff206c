package dev.houseflow.testkit

import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.FieldVisitor
import org.objectweb.asm.Opcodes
import java.io.File
import java.util.zip.ZipFile

/**
 * What classes keep for the whole process: clients in one process, and in several, may share
 * nothing that changes.
 */
object StaticState {
    /**
     * The static fields that can be set, of all classes that stand where [of] stands, as
     * `Class.field`.
     */
    fun changeableFields(of: Class<*>): Set<String> {
        val place = File(of.protectionDomain.codeSource.location.toURI())
        val found = sortedSetOf<String>()
        var classes = 0
        for (bytes in if (place.isDirectory) inFolder(place) else inJar(place)) {
            classes++
            ClassReader(bytes).accept(Fields(found), ClassReader.SKIP_CODE)
        }
        check(classes > 0) { "There are no classes in $place" }
        return found
    }

    private fun inFolder(folder: File): List<ByteArray> =
        folder.walk().filter { it.extension == "class" && it.name != "module-info.class" }.map { it.readBytes() }.toList()

    private fun inJar(jar: File): List<ByteArray> = ZipFile(jar).use { zip ->
        zip.entries().asSequence().filter { it.name.endsWith(".class") && !it.name.endsWith("module-info.class") }
            .map { entry -> zip.getInputStream(entry).use { it.readBytes() } }.toList()
    }

    private class Fields(private val found: MutableSet<String>) : ClassVisitor(Opcodes.ASM9) {
        private var type = ""

        override fun visit(version: Int, access: Int, name: String, signature: String?, parent: String?, interfaces: Array<out String>?) {
            type = name.substringAfterLast('/')
        }

        override fun visitField(access: Int, name: String, descriptor: String, signature: String?, value: Any?): FieldVisitor? {
            if (access and Opcodes.ACC_STATIC != 0 && access and Opcodes.ACC_FINAL == 0) found += "$type.$name"
            return null
        }
    }
}
