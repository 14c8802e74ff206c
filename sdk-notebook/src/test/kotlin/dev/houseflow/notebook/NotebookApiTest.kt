package dev.houseflow.notebook

import dev.houseflow.testkit.ModuleDescriptors
import dev.houseflow.testkit.PublicApi
import io.kotest.core.spec.style.FunSpec

class NotebookApiTest : FunSpec({
    test("the public API of sdk-notebook is the one that its dump shows") { PublicApi.check("sdk-notebook") }

    test("the module descriptor of sdk-notebook says what its classes use") { ModuleDescriptors.check("sdk-notebook") }
})
