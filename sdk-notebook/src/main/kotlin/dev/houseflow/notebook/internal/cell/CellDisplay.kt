package dev.houseflow.notebook.internal.cell

import java.util.concurrent.atomic.AtomicReference

/** The output of the notebook's cell that runs. The kernel's integration sets [current]. */
internal interface CellDisplay {
    /** Adds [html] to the output, under [id]. */
    fun show(id: String, html: String)

    /** Puts [html] in the place of what [show] has added under [id]. */
    fun update(id: String, html: String)

    companion object {
        /** `null` where there is no notebook. */
        val current: AtomicReference<CellDisplay?> = AtomicReference()
    }
}
