package dev.houseflow.javaapi

import dev.houseflow.testkit.ClientContract

/** The Java client keeps the contract on every server at hand. */
internal class JavaDoorContractTest : ClientContract(JavaDoor)
