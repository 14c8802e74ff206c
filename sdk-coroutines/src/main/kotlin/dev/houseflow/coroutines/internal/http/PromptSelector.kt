package dev.houseflow.coroutines.internal.http

import io.ktor.network.selector.InterestSuspensionsMap
import io.ktor.network.selector.SelectInterest
import io.ktor.network.selector.Selectable
import io.ktor.network.selector.SelectorManager
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import java.nio.channels.ClosedSelectorException
import java.nio.channels.DatagramChannel
import java.nio.channels.SelectableChannel

/**
 * Ktor's selector, made to let go of closed sockets at once.
 *
 * The JDK frees a closed channel's descriptor when its selector selects the next time. Ktor's does not select while nobody waits for anything,
 * so the last socket that was closed would stay half open, and its server would go on writing into it. Therefore every close is followed by a
 * wait for something that is always ready.
 */
internal class PromptSelector(private val selector: SelectorManager, scope: CoroutineScope) : SelectorManager by selector {
    private val closes = Channel<Unit>(Channel.CONFLATED)

    init {
        scope.launch {
            val ready = AlwaysReady(DatagramChannel.open())
            try {
                ready.channel.configureBlocking(false)
                for (close in closes) selector.select(ready, SelectInterest.WRITE)
            } catch (_: ClosedSelectorException) {
                // Closed for good, with everything on it.
            } finally {
                ready.close()
            }
        }
    }

    override fun notifyClosed(selectable: Selectable) {
        selector.notifyClosed(selectable)
        closes.trySend(Unit)
    }

    override fun close() {
        closes.close()
        selector.close()
    }

    /** A datagram socket without an address: it can always be written to. */
    private class AlwaysReady(override val channel: SelectableChannel) : Selectable {
        override val suspensions: InterestSuspensionsMap = InterestSuspensionsMap()
        override val isClosed: Boolean get() = !channel.isOpen
        override val interestedOps: Int get() = SelectInterest.WRITE.flag

        override fun interestOp(interest: SelectInterest, state: Boolean) = Unit

        override fun close() {
            channel.close()
        }

        override fun dispose() {
            close()
        }
    }
}
