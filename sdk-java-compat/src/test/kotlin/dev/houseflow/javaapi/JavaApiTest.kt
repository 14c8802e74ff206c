package dev.houseflow.javaapi

import dev.houseflow.testkit.LibraryLinks
import dev.houseflow.testkit.ModuleDescriptors
import dev.houseflow.testkit.PublicApi
import io.kotest.core.spec.style.FunSpec

internal class JavaApiTest : FunSpec({
    test("the public API of sdk-java-compat is the one that its dump shows") { PublicApi.check("sdk-java-compat") }

    test("G6 sdk-java-compat links with every version of Kotlin's libraries") { LibraryLinks.check("sdk-java-compat") }

    test("the module descriptor of sdk-java-compat says what its classes use") { ModuleDescriptors.check("sdk-java-compat") }
})
