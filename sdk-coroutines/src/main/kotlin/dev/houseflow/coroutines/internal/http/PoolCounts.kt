package dev.houseflow.coroutines.internal.http

/** What the connections of a pool do at one moment, for all routes. */
internal class PoolCounts(val max: Int, val open: Int, val idle: Int, val waiting: Int) {
    override fun toString(): String = "$open open, $idle idle, $waiting calls waiting"
}

/** How many connections one route may have at [most], and how many there are, idle or taken. */
internal class PoolRoom(val most: Int, val open: Int)
