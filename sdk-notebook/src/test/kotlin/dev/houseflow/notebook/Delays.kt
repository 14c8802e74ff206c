package dev.houseflow.notebook

import dev.houseflow.Format
import java.nio.file.Path

/** How late flights are: what a script, or a cell of a notebook, does without suspending. */
fun delays(endpoint: String, file: Path): Map<String, List<Any?>> {
    // snippet: notebooks-blocking
    val ch = BlockingClickHouseClient(endpoint)

    ch.execute("CREATE OR REPLACE TABLE delays (origin String, delay Int16) ENGINE MergeTree ORDER BY origin")
    ch.rawInsert("delays", Format.CSV_WITH_NAMES, file)

    val late = ch.query("SELECT origin, avg(delay) AS average FROM delays WHERE delay > {least:Int16} GROUP BY origin ORDER BY origin") {
        parameter("least", 15)
    }
    val count = ch.query<Long>("SELECT count()::Int64 FROM delays").rows.single()
    // end
    check(count == late.summary.readRows)
    ch.close()
    return late.toColumns()
}
