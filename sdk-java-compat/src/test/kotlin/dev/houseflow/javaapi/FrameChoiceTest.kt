package dev.houseflow.javaapi

import dev.houseflow.testkit.FrameChoiceContract

/** The Java client reads what it asks for. */
internal class FrameChoiceTest : FrameChoiceContract(JavaReadings::class.java)
