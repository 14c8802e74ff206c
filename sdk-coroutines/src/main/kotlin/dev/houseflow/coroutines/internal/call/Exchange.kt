package dev.houseflow.coroutines.internal.call

import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.response.SideCall
import dev.houseflow.coroutines.internal.session.SessionState

/** One request of a call, and what it was made for. */
internal class Exchange(
    val spec: CallSpec,
    val session: SessionState?,
    val endpoint: ServerNode,
    /** The client's own headers. */
    val headers: List<Pair<String, String>>,
    val queryId: String,
    val asked: AskedFeatures,
    /** Asks the same server beside the call. */
    val side: SideCall,
) {
    /** How the blocks of the answer look, if it is read as Native. */
    fun layout(): NativeLayout {
        val layout = spec.native ?: return NativeLayout.PLAIN
        val revision = asked.revisionOfBlocks
        return if (revision == 0) layout else NativeLayout(revision, layout.binaryTypes, layout.escapedDots)
    }
}
