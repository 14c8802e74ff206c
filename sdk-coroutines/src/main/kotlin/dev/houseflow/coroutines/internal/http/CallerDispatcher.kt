package dev.houseflow.coroutines.internal.http

import dev.houseflow.InternalHouseflowApi
import kotlinx.coroutines.CoroutineDispatcher

/**
 * Lets a call begin on the thread of its caller, who is not to be held up: sending and small
 * answers are done there, anything larger goes through [dispatch] again and again.
 */
@InternalHouseflowApi
public abstract class CallerDispatcher : CoroutineDispatcher()
