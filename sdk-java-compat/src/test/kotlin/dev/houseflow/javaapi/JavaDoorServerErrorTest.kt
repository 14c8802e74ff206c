package dev.houseflow.javaapi

import dev.houseflow.testkit.ServerErrorContract

/** The Java client throws what servers say, wherever they say it, read by pulling. */
internal class JavaDoorServerErrorTest : ServerErrorContract(JavaDoor(pull = true))

/** The Java client throws what servers say, wherever they say it, read by publishers. */
internal class JavaDoorPublisherServerErrorTest : ServerErrorContract(JavaDoor(pull = false))
