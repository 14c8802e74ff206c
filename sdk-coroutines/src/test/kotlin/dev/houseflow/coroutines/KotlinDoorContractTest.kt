package dev.houseflow.coroutines

import dev.houseflow.testkit.ClientContract

/** The Kotlin client keeps the contract on every server at hand. */
internal class KotlinDoorContractTest : ClientContract(KotlinDoor)
