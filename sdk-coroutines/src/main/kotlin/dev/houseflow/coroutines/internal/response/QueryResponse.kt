package dev.houseflow.coroutines.internal.response

import dev.houseflow.QuerySummary
import dev.houseflow.internal.block.OpenZones
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits

/** How far a call has come. */
internal class Delivery {
    /** The id of the attempt under way; empty before the first. */
    @Volatile
    var queryId = ""

    /**
     * Whether the caller has been given a part of the answer: then the call is not made again.
     */
    @Volatile
    var begun = false

    /** Whether the server has said anything to the attempt under way. */
    @Volatile
    var answered = false

    /**
     * Whether a kept connection turned out to be closed, so that the next attempt takes a new one.
     */
    @Volatile
    var needsFreshConnection = false
}

/**
 * An answer that has begun well. [source] gives its data, unpacked, and throws the server's
 * exception when one comes in its place.
 */
internal class QueryResponse(
    val summary: QuerySummary,
    val source: ByteSource,
    private val boundary: BlockBoundary?,
    private val delivery: Delivery,
    /** How its blocks look, if it is in Native. */
    val layout: NativeLayout = NativeLayout.PLAIN,
    private val zones: ColumnZones? = null,
    private val side: SideCall? = null,
    val limits: ReadLimits = ReadLimits.DEFAULT,
) {
    /** How many rows its blocks have had so far; less than 0 when it is not read in blocks. */
    @Volatile
    var rows: Long = -1

    /** Looks up zones that the blocks do not name; [server] is the one that the head names. */
    fun openZones(server: DefaultZone?): OpenZones =
        if (zones == null || side == null) UnknownZones(server) else zones.during(side, server)

    /** The first block has told whether the blocks name zones. */
    fun namesZones(names: Boolean) {
        side?.server?.namesZones = names
    }

    /**
     * To be called before the caller is given a part of the answer: from then on a failure is
     * final.
     */
    fun delivering() {
        delivery.begun = true
    }

    /** To be called where a Native block may begin. */
    suspend fun nextBlockMayStart() {
        boundary?.check()
    }

    /** Reads and forgets everything up to the end. */
    suspend fun drain(): Unit = drain(source)
}
