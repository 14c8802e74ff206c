package dev.houseflow.coroutines

import dev.houseflow.testkit.ServerErrorContract

/** The Kotlin client throws what servers say, wherever they say it. */
internal class KotlinDoorServerErrorTest : ServerErrorContract(KotlinDoor)
