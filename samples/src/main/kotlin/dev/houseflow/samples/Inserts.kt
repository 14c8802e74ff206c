package dev.houseflow.samples

import dev.houseflow.InsertMode
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert

/** Rows that the server may write together with those of others, and that are written when the call ends. */
suspend fun insertTogether(ch: ClickHouseClient, rows: List<Trade>) {
    // snippet: inserts-mode
    ch.insert("events", rows) { insertMode = InsertMode.ASYNCHRONOUS_WAIT }
    // end
}
