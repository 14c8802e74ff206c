package dev.houseflow

/**
 * A database, as its server lists it in `system.databases`. Immutable.
 *
 * @property name the name, without quotes.
 * @property engine the engine's name: `Atomic`, `Ordinary`, `Replicated`.
 * @property comment the comment; `null` where there is none, or the server knows none.
 */
public class DatabaseInfo @InternalHouseflowApi constructor(
    @get:JvmName("name") public val name: String,
    @get:JvmName("engine") public val engine: String,
    @get:JvmName("comment") public val comment: String?,
) {
    override fun toString(): String = "DatabaseInfo(${ClickHouseSql.quoteName(name)}, $engine)"
}
