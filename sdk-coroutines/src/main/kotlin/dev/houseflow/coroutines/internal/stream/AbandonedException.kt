package dev.houseflow.coroutines.internal.stream

import dev.houseflow.InternalHouseflowApi
import kotlinx.coroutines.CancellationException

/**
 * Why the coroutine that collects a stream is cancelled when nothing refers to the stream any more.
 */
@InternalHouseflowApi
public class AbandonedException : CancellationException("Nothing refers to the stream any more")
