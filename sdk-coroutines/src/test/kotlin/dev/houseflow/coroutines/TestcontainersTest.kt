package dev.houseflow.coroutines

import dev.houseflow.testkit.AvailableServers
import dev.houseflow.testkit.ClientContract

/** The Kotlin client keeps the contract on a server that Testcontainers starts, whose user has a name and a password. */
internal class TestcontainersTest : ClientContract(KotlinDoor, listOf(AvailableServers.testcontainers))
