package dev.houseflow.ktor

import dev.houseflow.testkit.ModuleDescriptors
import dev.houseflow.testkit.PublicApi
import io.kotest.core.spec.style.FunSpec

class KtorApiTest : FunSpec({
    test("the public API of sdk-ktor is the one that its dump shows") { PublicApi.check("sdk-ktor") }

    test("the module descriptor of sdk-ktor says what its classes use") { ModuleDescriptors.check("sdk-ktor") }
})
