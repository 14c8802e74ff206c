package dev.houseflow

import java.time.Instant

/**
 * A dictionary, as its server lists it in `system.dictionaries`. Immutable.
 *
 * What a server does not say is `null`: old ones say less, and of a dictionary that is not loaded
 * yet there is less to say.
 *
 * @property database the database of a dictionary that a statement made; `null` for one of the
 * server's configuration.
 * @property name the name, without quotes.
 * @property status in ClickHouse's word: `NOT_LOADED`, `LOADED`, `FAILED`, `LOADING`.
 * @property layout the layout's name: `Flat`, `Hashed`, `Cache`.
 * @property source where it comes from: `ClickHouse: shop.customer`.
 * @property keys the columns of the key, where the server tells their names.
 * @property attributes the other columns.
 * @property rows how many elements it has loaded.
 * @property bytes how much memory it takes.
 * @property lastSuccessfulUpdate when it was last loaded.
 * @property lastException what went wrong when it was loaded last.
 * @property comment the comment of the dictionary.
 */
public class DictionaryInfo @InternalHouseflowApi constructor(
    @get:JvmName("database") public val database: String?,
    @get:JvmName("name") public val name: String,
    @get:JvmName("status") public val status: String?,
    @get:JvmName("layout") public val layout: String?,
    @get:JvmName("source") public val source: String?,
    @get:JvmName("keys") public val keys: List<ResultColumn>?,
    @get:JvmName("attributes") public val attributes: List<ResultColumn>?,
    @get:JvmName("rows") public val rows: Long?,
    @get:JvmName("bytes") public val bytes: Long?,
    @get:JvmName("lastSuccessfulUpdate") public val lastSuccessfulUpdate: Instant?,
    @get:JvmName("lastException") public val lastException: String?,
    @get:JvmName("comment") public val comment: String?,
) {
    override fun toString(): String =
        "DictionaryInfo(${if (database == null) ClickHouseSql.quoteName(name) else ClickHouseSql.quoteName(database, name)}, $status)"
}
