package dev.houseflow.coroutines

import dev.houseflow.testkit.HostileSizesContract

/** The Kotlin client takes no more memory than it may. */
internal class KotlinDoorHostileSizesTest : HostileSizesContract(KotlinDoor)
