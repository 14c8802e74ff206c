package dev.houseflow.javaapi

import dev.houseflow.testkit.ClientContract

/** The Java client keeps the contract on every server at hand, read by pulling. */
internal class JavaDoorContractTest : ClientContract(JavaDoor(pull = true))

/** The Java client keeps the contract on every server at hand, read by publishers. */
internal class JavaDoorPublisherContractTest : ClientContract(JavaDoor(pull = false))
