package dev.houseflow.coroutines.internal.http

/** What the connections of a pool do at one moment, for all routes. */
internal class PoolCounts(val max: Int, val open: Int, val idle: Int, val waiting: Int)
