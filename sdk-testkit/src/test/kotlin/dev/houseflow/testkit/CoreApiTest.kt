package dev.houseflow.testkit

import io.kotest.core.spec.style.FunSpec

class CoreApiTest : FunSpec({
    test("the public API of sdk-core is the one that its dump shows") { PublicApi.check("sdk-core") }

    test("the public API of sdk-embedded is the one that its dump shows") { PublicApi.check("sdk-embedded") }
})
