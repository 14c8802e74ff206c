package dev.houseflow.coroutines.internal.call

import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.response.ServerErrors
import dev.houseflow.coroutines.internal.response.SideCall
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.block.Revision

/**
 * Asks servers for blocks of a revision that names the time zone of a top-level `DateTime`, since
 * that costs nothing. Servers before 2023 refuse the parameter, and what stands before a server may
 * drop it; then zones are found otherwise, see [CallSpec.zones].
 */
internal object RevisionChoice {
    /** Makes the call with the revision that is best, which is 0 where none may be asked for. */
    suspend inline fun <R> run(spec: CallSpec, side: SideCall, isSet: Boolean, call: (revision: Int) -> R): R {
        val zones = spec.zones
        val layout = spec.native
        if (zones == null || layout == null || layout.binaryTypes || layout.revision != 0) return call(0)
        if (side.isBusy && side.server.namesZones != true) zones.before(side)
        if (!isSet && mayAsk(spec, side)) {
            try {
                return call(Revision.LAST_PLAIN)
            } catch (e: ServerException) {
                if (!ServerErrors.refusesSetting(e, Revision.PARAMETER) || !spec.canSendAgain()) throw e
                side.server.takesRevision = false
            }
        }
        return call(0)
    }

    /** What can be sent but once goes only where it is known that nothing is refused. */
    private fun mayAsk(spec: CallSpec, side: SideCall): Boolean =
        side.server.takesRevision && (spec.body !is TransportBody.Stream || side.server.namesZones == true)

    fun parameters(spec: CallSpec, revision: Int): List<Pair<String, String>> =
        if (revision == 0) spec.parameters else spec.parameters + (Revision.PARAMETER to revision.toString())

    fun layout(spec: CallSpec, revision: Int): NativeLayout {
        val layout = spec.native ?: return NativeLayout.PLAIN
        return if (revision == 0) layout else NativeLayout(revision, layout.binaryTypes, layout.escapedDots)
    }
}
