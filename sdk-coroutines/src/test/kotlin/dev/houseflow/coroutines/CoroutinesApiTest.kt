package dev.houseflow.coroutines

import dev.houseflow.testkit.LibraryLinks
import dev.houseflow.testkit.ModuleDescriptors
import dev.houseflow.testkit.PublicApi
import io.kotest.core.spec.style.FunSpec

internal class CoroutinesApiTest : FunSpec({
    test("the public API of sdk-coroutines is the one that its dump shows") { PublicApi.check("sdk-coroutines") }

    test("G6 sdk-coroutines links with every version of Kotlin's libraries") { LibraryLinks.check("sdk-coroutines") }

    test("the module descriptor of sdk-coroutines says what its classes use") { ModuleDescriptors.check("sdk-coroutines") }
})
