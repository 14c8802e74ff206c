package dev.houseflow.coroutines

import dev.houseflow.testkit.RequestHeadContract

class RequestHeadTest : RequestHeadContract(KotlinDoor)
