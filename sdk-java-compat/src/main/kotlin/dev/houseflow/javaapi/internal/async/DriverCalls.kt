package dev.houseflow.javaapi.internal.async

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.insert.BlockLayout
import dev.houseflow.coroutines.internal.stream.StatementHead
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.javaapi.ClickHouseAsyncClient
import java.util.concurrent.CompletableFuture
import java.util.function.Function

/** The calls that a driver makes of a client beside the public ones. Thread-safe. */
@InternalHouseflowApi
public class DriverCalls private constructor(private val bridge: Bridge) {
    /** Runs [request], whatever it answers. The call begins with the first question. */
    public fun answer(request: QueryRequest): Answer = Answer(bridge.answer(request))

    /**
     * What the rows of [request] are to be put into, for [insert]; a [fresh] one is asked of the
     * server in any case.
     */
    public fun layout(request: InsertRequest, adapter: RowAdapter<*>, fresh: Boolean): CompletableFuture<BlockLayout> =
        bridge.layout(request, adapter, fresh)

    /** Sends [blocks], which nothing may change meanwhile, and which keep their rows. */
    public fun insert(request: InsertRequest, adapter: RowAdapter<*>, blocks: List<BlockBuilder>): CompletableFuture<QuerySummary> =
        bridge.insert(request, adapter, blocks)

    /** One answer, pulled by one thread. The limits of waits are in milliseconds; 0 is none. */
    @InternalHouseflowApi
    public class Answer internal constructor(private val items: Pull<Any>) : AutoCloseable {
        /**
         * Sends the request, and waits for what the server says first. To be called once, before
         * [next].
         */
        public fun begin(waitMillis: Long): StatementHead = items.next(waitMillis) as StatementHead

        /** The next block, or `null` at the end. */
        public fun next(waitMillis: Long): Block? = items.next(waitMillis) as Block?

        /**
         * Ends the call, and stops its query unless it is over. From any thread: one that waits is
         * woken up.
         */
        override fun close() {
            items.close()
        }
    }

    public companion object {
        private lateinit var access: Function<ClickHouseAsyncClient, Bridge>

        /** The client's calls. */
        @JvmStatic
        public fun of(client: ClickHouseAsyncClient): DriverCalls = DriverCalls(access.apply(client))

        /** Lets this class see what clients keep for themselves. */
        @JvmStatic
        @JvmName("openTo")
        internal fun openTo(access: Function<ClickHouseAsyncClient, Bridge>) {
            this.access = access
        }
    }
}
