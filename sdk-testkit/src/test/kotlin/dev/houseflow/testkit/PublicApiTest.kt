package dev.houseflow.testkit

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.File

class PublicApiTest : FunSpec({
    test("a dump shows what is public and leaves out what belongs to our own modules") {
        val dump = PublicApi.dump(File("../sdk-core/target/classes"))
        dump shouldContain "public final class dev/houseflow/QueryRequest "
        dump shouldContain "public final fun rowCount ()I"
        dump shouldNotContain "dev/houseflow/internal/"
        // The constructor of a block is public for the codec, and marked as ours.
        dump shouldNotContain "Block.<init>"
        dump shouldNotContain "public fun <init> (Ljava/util/List;I)V"
    }

    test("a missing dump fails, and the message says how to write one") {
        val missing = File(tempdir(), "some.api")
        shouldThrow<IllegalStateException> { PublicApi.compare(missing, "public class A {\n}\n", update = false) }
            .message.orEmpty() shouldContain "-Dapi.update=true"
        PublicApi.compare(missing, "public class A {\n}\n", update = true)
        PublicApi.compare(missing, "public class A {\n}\n", update = false)
    }

    test("a difference fails, and the message shows it") {
        val dump = File(tempdir(), "some.api").apply { writeText("public class A {\n\tpublic fun f (I)V\n}\n") }
        val message = shouldThrow<IllegalStateException> {
            PublicApi.compare(dump, "public class A {\n\tpublic fun f (J)V\n}\n", update = false)
        }.message.orEmpty()
        message shouldContain "-\tpublic fun f (I)V"
        message shouldContain "+\tpublic fun f (J)V"
    }
})
