package dev.houseflow.testkit

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldExist
import io.kotest.matchers.collections.shouldNotBeEmpty
import org.objectweb.asm.ClassWriter
import org.objectweb.asm.Opcodes
import java.nio.file.Files
import java.nio.file.Path

class LibraryLinksTest : FunSpec({
    test("G6 sdk-core and sdk-embedded link with every version of Kotlin's libraries") {
        LibraryLinks.check("sdk-core")
        LibraryLinks.check("sdk-embedded")
    }

    test("the module descriptors of sdk-core and sdk-embedded say what their classes use") {
        ModuleDescriptors.check("sdk-core")
        ModuleDescriptors.check("sdk-embedded")
    }

    fun compiled(name: String, parent: String = "java/lang/Object", interfaces: List<String> = emptyList(), body: ClassWriter.() -> Unit) =
        Files.createTempDirectory("links").also { folder ->
            val writer = ClassWriter(0)
            writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, parent, interfaces.toTypedArray())
            writer.body()
            writer.visitEnd()
            Files.write(folder.resolve("$name.class"), writer.toByteArray())
        }

    fun jars(set: String) = Files.list(Path.of("target/libraries/$set")).use { it.toList() }

    fun calls(owner: String, name: String, descriptor: String, isInterface: Boolean) = compiled("Calls") {
        visitMethod(Opcodes.ACC_PUBLIC or Opcodes.ACC_STATIC, "call", "()V", null, null).apply {
            visitCode()
            visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, isInterface)
            visitInsn(Opcodes.RETURN)
            visitMaxs(9, 0)
            visitEnd()
        }
    }

    // Each of these is a call that once failed in a project with older libraries, and a version that has it.
    val newer = listOf(
        calls("kotlin/coroutines/jvm/internal/SpillingKt", "nullOutSpilledVariable", "(Ljava/lang/Object;)Ljava/lang/Object;", false),
        calls(
            "kotlinx/coroutines/Job",
            "cancel\$default",
            "(Lkotlinx/coroutines/Job;Ljava/util/concurrent/CancellationException;ILjava/lang/Object;)V",
            true,
        ),
        compiled("Holds") { visitField(Opcodes.ACC_PRIVATE, "id", "Lkotlin/uuid/Uuid;", null, null).visitEnd() },
    )

    test("what only newer versions have is named, with its user") {
        for (classes in newer) {
            LibraryLinks.missing(classes, emptyList(), jars("floor")).shouldNotBeEmpty()
            LibraryLinks.missing(classes, emptyList(), jars("newest")).shouldBeEmpty()
        }
        LibraryLinks.missing(newer[2], emptyList(), jars("floor")).shouldExist { it == "kotlin.uuid.Uuid, by Holds" }
    }

    test("an abstract method without an implementation is named") {
        val lazy = compiled("Mine", interfaces = listOf("kotlin/Lazy")) {
            visitMethod(Opcodes.ACC_PUBLIC or Opcodes.ACC_NATIVE, "getValue", "()Ljava/lang/Object;", null, null).visitEnd()
        }
        LibraryLinks.missing(lazy, emptyList(), jars("newest")).shouldExist { it == "Mine does not implement kotlin.Lazy.isInitialized()Z" }
    }
})
