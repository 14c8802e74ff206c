package dev.houseflow.coroutines.internal.stream

import dev.houseflow.InternalHouseflowApi
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.transform
import kotlinx.coroutines.launch

/** Rows of several streams at once, in the order in which they come. */
@InternalHouseflowApi
public object MergedRows {
    private const val CHUNK = 512

    /** A list at a time: handing rows over one by one would take longer than reading them. */
    @JvmStatic
    public fun <T> of(streams: List<Flow<T>>): Flow<T> = channelFlow {
        for (stream in streams) {
            launch {
                var rows = ArrayList<T>(CHUNK)
                stream.collect { row ->
                    rows += row
                    if (rows.size == CHUNK) {
                        send(rows)
                        rows = ArrayList(CHUNK)
                    }
                }
                send(rows)
            }
        }
    }.buffer(streams.size).transform { rows -> for (row in rows) emit(row) }
}
