package dev.houseflow

import java.time.Duration

/**
 * How often a call that failed is made again, and after what wait. Only what cannot do harm is made
 * again: reads of which the caller has not been given anything yet, and whatever certainly never
 * reached a server; docs/retries.md has all the rules. Immutable.
 *
 * The wait before attempt `n + 1` is a random time between zero and `initialBackoff * 2^(n - 1)`,
 * at most [maxBackoff] ("full jitter"), so that clients that failed together do not come back
 * together. The call's timeout bounds all attempts and waits in sum: a wait that would outlast it
 * is not begun, and the call fails with what failed last.
 *
 * Kotlin says `RetryPolicy { maxAttempts = 5 }`, Java
 * `RetryPolicy.builder().maxAttempts(5).build()`.
 */
public class RetryPolicy private constructor(builder: Builder) {
    /**
     * Attempts in all, the first one included; 1 means that nothing is made again. Those that
     * [Attempt.counted] excepts come on top. Default: 3.
     */
    @get:JvmName("maxAttempts")
    public val maxAttempts: Int = builder.maxAttempts

    /**
     * The longest wait before the second attempt; it doubles with each further one. Default: 100
     * ms.
     */
    @get:JvmName("initialBackoff")
    public val initialBackoff: Duration = builder.initialBackoff

    /** What no wait is longer than. Default: 5 s. */
    @get:JvmName("maxBackoff")
    public val maxBackoff: Duration = builder.maxBackoff

    override fun toString(): String =
        if (maxAttempts == 1) "RetryPolicy(none)" else "RetryPolicy($maxAttempts attempts, backoff $initialBackoff to $maxBackoff)"

    /** Collects a [RetryPolicy]. Not thread-safe. */
    public class Builder internal constructor() {
        @get:JvmSynthetic @set:JvmSynthetic
        public var maxAttempts: Int = DEFAULT_ATTEMPTS

        @get:JvmSynthetic @set:JvmSynthetic
        public var initialBackoff: Duration = Duration.ofMillis(DEFAULT_INITIAL_MILLIS)

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxBackoff: Duration = Duration.ofSeconds(DEFAULT_MAX_SECONDS)

        /** See [RetryPolicy.maxAttempts]. */
        public fun maxAttempts(maxAttempts: Int): Builder = apply { this.maxAttempts = maxAttempts }

        /** See [RetryPolicy.initialBackoff]. */
        public fun initialBackoff(initialBackoff: Duration): Builder = apply { this.initialBackoff = initialBackoff }

        /** See [RetryPolicy.maxBackoff]. */
        public fun maxBackoff(maxBackoff: Duration): Builder = apply { this.maxBackoff = maxBackoff }

        /** The policy. Throws [ConfigurationException] when a number cannot work. */
        public fun build(): RetryPolicy {
            if (maxAttempts < 1) throw ConfigurationException("maxAttempts is $maxAttempts; give at least 1, which means no second attempt")
            if (initialBackoff.isNegative) throw ConfigurationException("initialBackoff is $initialBackoff; give zero or more")
            if (maxBackoff < initialBackoff) {
                throw ConfigurationException("maxBackoff is $maxBackoff, less than initialBackoff, $initialBackoff; give at least as much")
            }
            return RetryPolicy(this)
        }
    }

    public companion object {
        private const val DEFAULT_ATTEMPTS = 3
        private const val DEFAULT_INITIAL_MILLIS = 100L
        private const val DEFAULT_MAX_SECONDS = 5L

        /** Three attempts, waits of up to 100 ms and 200 ms. */
        @JvmField
        public val DEFAULT: RetryPolicy = Builder().build()

        /** Every call is one attempt. */
        @JvmField
        public val NONE: RetryPolicy = Builder().maxAttempts(1).build()

        /** Starts with the defaults. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** A policy with the options that [configure] sets. */
@JvmSynthetic
public inline fun RetryPolicy(configure: RetryPolicy.Builder.() -> Unit): RetryPolicy = RetryPolicy.builder().apply(configure).build()
