package dev.houseflow.coroutines.internal.stream

import dev.houseflow.Block
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QuerySummary

/**
 * How the answer of a statement begins.
 *
 * @property summary what the server says in the head of its answer.
 * @property first the first block that has rows; `null` when no row comes.
 */
@InternalHouseflowApi
public class StatementHead internal constructor(
    @get:JvmName("summary") public val summary: QuerySummary,
    @get:JvmName("first") public val first: Block?,
)
