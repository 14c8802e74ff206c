package dev.houseflow.internal.block

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.type.DefaultZone

/**
 * Finds the time zones that the blocks of an answer do not name. Blocks without a protocol revision
 * show a top-level `DateTime('zone')` as plain `DateTime`, and some servers do not say which zone
 * is their own.
 */
@InternalHouseflowApi
public fun interface OpenZones {
    /**
     * What the column [name] at [index], from 0, really is. [shown] is its type in the block, in
     * which a moment has no zone of its own: since it has none, or, where [hidden], since blocks
     * like these never show the one of a top-level `DateTime`. Called once for each column of an
     * answer, or of each block whose types differ from those before.
     */
    public suspend fun find(index: Int, name: String, shown: ClickHouseType, hidden: Boolean): Found

    /** A column's [type], and the [zone] of all in it that names none. */
    @InternalHouseflowApi
    public class Found(public val type: ClickHouseType, public val zone: DefaultZone)
}
