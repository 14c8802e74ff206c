package dev.houseflow.javaapi

import dev.houseflow.testkit.RequestHeadContract

internal class RequestHeadTest : RequestHeadContract(JavaDoor(pull = true))
