package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

class LibraryVersionsTest : FunSpec({
    fun refused(block: () -> Unit): String = shouldThrow<ConfigurationException>(block).message.orEmpty()

    test("what is there is found, and will do") {
        LibraryVersions.coroutines.shouldNotBeNull()
        LibraryVersions.check()
    }

    test("libraries that would fail in the middle of a call are named") {
        LibraryVersions.check(KotlinVersion(1, 9), "1.7.0")
        LibraryVersions.check(KotlinVersion(3, 0), "2.0")
        refused { LibraryVersions.check(KotlinVersion(1, 8, 22), "1.6.4") } shouldBe
            "Houseflow needs kotlin-stdlib 1.9.0 and kotlinx-coroutines 1.7.0 or later, but 1.8.22 and 1.6.4 are there: raise them " +
            "in the project's dependency management; docs/compatibility.md says how"
        refused { LibraryVersions.check(KotlinVersion(1, 9, 25), "1.6.4-native-mt") }
        refused { LibraryVersions.check(KotlinVersion(1, 8, 22), null) }
    }

    test("Ktor that is too new for the coroutines is named with both versions") {
        refused { LibraryVersions.checkKtor("3.6.1", "1.8.1") } shouldBe
            "Ktor 3.6.1 needs kotlinx-coroutines 1.11.0 or later, but 1.8.1 is there: import the kotlinx-coroutines-bom of that version " +
            "before Houseflow's, or leave engine out; docs/engines.md shows how"
        LibraryVersions.checkKtor("3.6.1", "1.11.0")
        LibraryVersions.checkKtor("3.4.1", "1.10.2")
    }

    test("versions that cannot be told are trusted") {
        for (unknown in listOf(null, "", "main", "99999999999.1")) {
            LibraryVersions.check(coroutines = unknown)
            LibraryVersions.checkKtor(unknown, "1.8.1")
            LibraryVersions.checkKtor("3.6.1", unknown)
        }
    }
})
