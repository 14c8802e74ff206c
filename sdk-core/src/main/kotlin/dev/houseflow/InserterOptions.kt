package dev.houseflow

import java.time.Duration

/**
 * How an inserter makes batches, and what becomes of those that fail. Immutable: may be shared
 * between inserters.
 *
 * Kotlin says `InserterOptions<Event> { maxRows = 10_000 }`, Java
 * `InserterOptions.<Event>builder().maxRows(10_000).build()`.
 *
 * @param T the class of the rows.
 */
public class InserterOptions<T> private constructor(builder: Builder<T>) {
    /** As many rows make a batch that is sent at once. Default: 65,536. */
    @get:JvmName("maxRows")
    public val maxRows: Int = builder.maxRows

    /**
     * As many bytes make a batch that is sent at once, as the rows are encoded and before they are
     * compressed. Rows are measured some at a time, so a batch may be larger by a few rows.
     * Default: 4 MiB.
     */
    @get:JvmName("maxBytes")
    public val maxBytes: Long = builder.maxBytes

    /** After this time a row is sent, however few there are. Default: one second. */
    @get:JvmName("maxDelay")
    public val maxDelay: Duration = builder.maxDelay

    /**
     * How many batches may be under way at once, those among them that wait for another attempt.
     * With 1, the default, batches are sent in the order of their rows.
     */
    @get:JvmName("inFlight")
    public val inFlight: Int = builder.inFlight

    /**
     * How many rows the inserter holds at most, from when they are added to when it is known what
     * became of them; further ones wait. Where rows are large it holds fewer: as many as take about
     * `maxBytes * (inFlight + 2)` encoded. Default: `maxRows * (inFlight + 2)`.
     */
    @get:JvmName("capacity")
    public val capacity: Int = builder.capacity ?: minOf(maxRows.toLong() * (inFlight + 2L), MAX_CAPACITY).toInt()

    /**
     * Whether the caller promises that a batch which is sent twice is written once, so that a batch
     * whose answer was lost may be sent again: the table deduplicates (`Replicated*MergeTree`, or
     * `non_replicated_deduplication_window` set). Each batch has an `insert_deduplication_token` of
     * its own, and is sent again as the very same block. Default: `false`, or as the request says;
     * then such a batch is [BatchOutcome.UNKNOWN].
     */
    @get:JvmName("repeatable")
    public val repeatable: Boolean = builder.repeatable

    /**
     * For how long a batch that fails is sent again, as far as that can do no harm and the failure
     * may pass, so that the inserter survives a server that restarts. Counted from its first
     * attempt. Default: zero, which leaves only the attempts of the client's [RetryPolicy].
     */
    @get:JvmName("retryFor")
    public val retryFor: Duration = builder.retryFor

    /**
     * What no wait before such a further attempt is longer than. The waits are random, the first
     * one is up to 100 ms, and each further one up to twice as long. Default: 5 s.
     */
    @get:JvmName("maxBackoff")
    public val maxBackoff: Duration = builder.maxBackoff

    /**
     * How long closing waits for what is left to be written. Then the inserter gives up, and tells
     * which rows are not written. `null`, the default, waits as long as it takes.
     */
    @get:JvmName("closeTimeout")
    public val closeTimeout: Duration? = builder.closeTimeout

    /**
     * Decides about rows that are not known to be written. Default: [FailureAction.THROW] for all.
     */
    @get:JvmName("onFailure")
    public val onFailure: FailureHandler<T> = builder.onFailure

    /** Told of every batch when it is known what became of it; `null`, the default, for none. */
    @get:JvmName("listener")
    public val listener: BatchListener? = builder.listener

    override fun toString(): String =
        "InserterOptions($maxRows rows or $maxBytes bytes or $maxDelay, $inFlight in flight, capacity $capacity)"

    /** Collects [InserterOptions]. Not thread-safe. */
    public class Builder<T> internal constructor() {
        @get:JvmSynthetic @set:JvmSynthetic
        public var maxRows: Int = DEFAULT_ROWS

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxBytes: Long = DEFAULT_BYTES

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxDelay: Duration = Duration.ofSeconds(1)

        @get:JvmSynthetic @set:JvmSynthetic
        public var inFlight: Int = 1

        @get:JvmSynthetic @set:JvmSynthetic
        public var capacity: Int? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var repeatable: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var retryFor: Duration = Duration.ZERO

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxBackoff: Duration = Duration.ofSeconds(DEFAULT_BACKOFF_SECONDS)

        @get:JvmSynthetic @set:JvmSynthetic
        public var closeTimeout: Duration? = null

        internal var onFailure: FailureHandler<T> = FailureHandler { FailureAction.THROW }

        internal var listener: BatchListener? = null

        /** See [InserterOptions.maxRows]. */
        public fun maxRows(maxRows: Int): Builder<T> = apply { this.maxRows = maxRows }

        /** See [InserterOptions.maxBytes]. */
        public fun maxBytes(maxBytes: Long): Builder<T> = apply { this.maxBytes = maxBytes }

        /** See [InserterOptions.maxDelay]. */
        public fun maxDelay(maxDelay: Duration): Builder<T> = apply { this.maxDelay = maxDelay }

        /** See [InserterOptions.inFlight]. */
        public fun inFlight(inFlight: Int): Builder<T> = apply { this.inFlight = inFlight }

        /** See [InserterOptions.capacity]. */
        public fun capacity(capacity: Int): Builder<T> = apply { this.capacity = capacity }

        /** See [InserterOptions.repeatable]. */
        public fun repeatable(repeatable: Boolean): Builder<T> = apply { this.repeatable = repeatable }

        /** See [InserterOptions.retryFor]. */
        public fun retryFor(retryFor: Duration): Builder<T> = apply { this.retryFor = retryFor }

        /** See [InserterOptions.maxBackoff]. */
        public fun maxBackoff(maxBackoff: Duration): Builder<T> = apply { this.maxBackoff = maxBackoff }

        /** See [InserterOptions.closeTimeout]. */
        public fun closeTimeout(closeTimeout: Duration?): Builder<T> = apply { this.closeTimeout = closeTimeout }

        /** See [InserterOptions.onFailure]. */
        public fun onFailure(handler: FailureHandler<T>): Builder<T> = apply { this.onFailure = handler }

        /** See [InserterOptions.listener]. */
        public fun listener(listener: BatchListener?): Builder<T> = apply { this.listener = listener }

        /** The options. Throws [ConfigurationException] when one of them cannot work. */
        public fun build(): InserterOptions<T> {
            atLeastOne("maxRows", maxRows.toLong())
            atLeastOne("maxBytes", maxBytes)
            atLeastOne("inFlight", inFlight.toLong())
            capacity?.let {
                if (it < maxRows) {
                    throw ConfigurationException(
                        "capacity is $it, less than maxRows, $maxRows, so that no batch could become full; give at least as much",
                    )
                }
            }
            notNegative("maxDelay", maxDelay)
            notNegative("retryFor", retryFor)
            notNegative("maxBackoff", maxBackoff)
            closeTimeout?.let { notNegative("closeTimeout", it) }
            return InserterOptions(this)
        }

        private fun atLeastOne(option: String, value: Long) {
            if (value < 1) throw ConfigurationException("$option is $value; give at least 1")
        }

        private fun notNegative(option: String, value: Duration) {
            if (value.isNegative) throw ConfigurationException("$option is $value; give zero or more")
        }
    }

    public companion object {
        private const val DEFAULT_ROWS = 65_536
        private const val DEFAULT_BYTES = 4L * 1024 * 1024
        private const val DEFAULT_BACKOFF_SECONDS = 5L
        private const val MAX_CAPACITY = 1L shl 30

        /** Starts with the defaults. */
        @JvmStatic
        public fun <T> builder(): Builder<T> = Builder()
    }
}

/** Options as [configure] sets them. */
@JvmSynthetic
public inline fun <T> InserterOptions(configure: InserterOptions.Builder<T>.() -> Unit): InserterOptions<T> =
    InserterOptions.builder<T>().apply(configure).build()
