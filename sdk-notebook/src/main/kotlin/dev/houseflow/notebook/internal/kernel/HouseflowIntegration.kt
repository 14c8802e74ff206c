package dev.houseflow.notebook.internal.kernel

import dev.houseflow.Block
import dev.houseflow.QueryResult
import dev.houseflow.notebook.internal.cell.CellDisplay
import dev.houseflow.notebook.toHtml
import org.jetbrains.kotlinx.jupyter.api.HTML
import org.jetbrains.kotlinx.jupyter.api.KotlinKernelHost
import org.jetbrains.kotlinx.jupyter.api.libraries.JupyterIntegration
import org.jetbrains.kotlinx.jupyter.api.mimeResult

/**
 * What the Kotlin kernel loads by itself when this module comes to its class path: results show
 * themselves as tables, calls show their progress, and cells need no imports. The kernel finds it
 * in `META-INF/kotlin-jupyter-libraries`.
 */
public class HouseflowIntegration : JupyterIntegration() {
    override fun Builder.onLoaded() {
        import("dev.houseflow.*", "dev.houseflow.coroutines.*", "dev.houseflow.notebook.*")
        render<QueryResult<*>> { table(it.toHtml(), it) }
        render<Block> { table(it.toHtml(), it) }
        onLoaded { CellDisplay.current.set(KernelDisplay(this)) }
        onShutdown { CellDisplay.current.set(null) }
    }

    /** Where there is no HTML, the notebook has the text. */
    private fun table(html: String, value: Any) = mimeResult("text/html" to html, "text/plain" to value.toString())

    private class KernelDisplay(private val kernel: KotlinKernelHost) : CellDisplay {
        override fun show(id: String, html: String) {
            kernel.display(HTML(html), id)
        }

        override fun update(id: String, html: String) {
            kernel.updateDisplay(HTML(html), id)
        }
    }
}
