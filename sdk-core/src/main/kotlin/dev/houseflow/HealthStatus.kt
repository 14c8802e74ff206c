package dev.houseflow

import java.time.Duration

/**
 * Whether a server runs queries for this client's user. Immutable.
 *
 * @property ok whether it does.
 * @property details what it answered, `26.7.2.1` say; where it did not, what went wrong, and what
 * to do.
 * @property failure what went wrong, a [ServerException] for a wrong password say; `null` when all
 * is well.
 * @property serverVersion the server's version; `null` when it did not say.
 * @property elapsed how long the answer took, or the attempt.
 */
public class HealthStatus @InternalHouseflowApi constructor(
    @get:JvmName("ok") public val ok: Boolean,
    @get:JvmName("details") public val details: String,
    @get:JvmName("failure") public val failure: ClickHouseException?,
    @get:JvmName("serverVersion") public val serverVersion: String?,
    @get:JvmName("elapsed") public val elapsed: Duration,
) {
    override fun toString(): String = "HealthStatus(${if (ok) "ok" else "not ok"}, $details)"
}
