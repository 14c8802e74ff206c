package dev.houseflow

/**
 * What became of the rows of an inserter, or of one source of rows, up to now. Immutable.
 *
 * @param T the class of the rows.
 * @property addedRows how many rows were taken.
 * @property writtenRows of how many the server has acknowledged that they are written.
 * @property notWrittenRows how many certainly are not in the table.
 * @property unknownRows of how many it cannot be known.
 * @property failed the rows because of which the inserter stopped, and those that failed after it;
 * empty while it has not. Rows that the [FailureHandler] has dropped are counted only.
 */
public class InserterResult<out T> @InternalHouseflowApi constructor(
    @get:JvmName("addedRows") public val addedRows: Long,
    @get:JvmName("writtenRows") public val writtenRows: Long,
    @get:JvmName("notWrittenRows") public val notWrittenRows: Long,
    @get:JvmName("unknownRows") public val unknownRows: Long,
    @get:JvmName("failed") public val failed: List<FailedRows<T>>,
) {
    /** How many rows are still on their way; 0 after closing. */
    @get:JvmName("pendingRows")
    public val pendingRows: Long get() = addedRows - writtenRows - notWrittenRows - unknownRows

    override fun toString(): String =
        "InserterResult($addedRows rows: $writtenRows written, $notWrittenRows not written, $unknownRows unknown, $pendingRows pending)"
}

/**
 * An inserter has stopped, since rows failed and its [FailureHandler] said [FailureAction.THROW].
 * The cause is the first failure.
 *
 * @property result what became of all rows up to now. `result.failed` has the rows themselves;
 * those of calls before the last one, that of closing, may still become more.
 * @property takenRows how many rows of the call that throws this were taken before; 0 but for calls
 * that add several.
 */
public class InserterException @InternalHouseflowApi constructor(
    message: String,
    @get:JvmName("result") public val result: InserterResult<*>,
    @get:JvmName("takenRows") public val takenRows: Long,
    cause: Throwable,
) : ClickHouseException(message, cause)
