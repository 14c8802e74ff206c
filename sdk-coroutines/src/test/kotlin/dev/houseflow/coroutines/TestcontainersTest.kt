package dev.houseflow.coroutines

import dev.houseflow.testkit.ClientContract
import dev.houseflow.testkit.ServersAtHand

/** The Kotlin client keeps the contract on a server that Testcontainers starts, whose user has a name and a password. */
internal class TestcontainersTest : ClientContract(KotlinDoor, listOf(ServersAtHand.testcontainers))
