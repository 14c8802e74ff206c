package dev.houseflow.javaapi

import dev.houseflow.testkit.HostileSizesContract

/** The Java client takes no more memory than it may, read by pulling. */
internal class JavaDoorHostileSizesTest : HostileSizesContract(JavaDoor(pull = true))

/** The Java client takes no more memory than it may, read by publishers. */
internal class JavaDoorPublisherHostileSizesTest : HostileSizesContract(JavaDoor(pull = false))
