package dev.houseflow

/** Hashes that put a row into the shard that a `Distributed` table would choose. */
public object ShardKey {
    private const val SALT = 0x4CF2D2BAAE6DA887L
    private const val FIRST = -0xae502812aa7333L
    private const val SECOND = -0x3b314601e57a13adL

    /**
     * `cityHash64` of one whole number of at most 64 bits, the same as the server's. Negative
     * numbers of narrower types hash as the server's `cityHash64(toInt64(x))`.
     */
    @JvmStatic
    public fun cityHash64(value: Long): Long {
        var hash = value xor SALT
        hash = (hash xor (hash ushr 33)) * FIRST
        hash = (hash xor (hash ushr 33)) * SECOND
        return hash xor (hash ushr 33)
    }

    /**
     * The shard, from 0, of [hash] among [shards] of equal weight: the unsigned remainder, as of a
     * `Distributed` table.
     *
     * Throws `ConfigurationException` when [shards] is not positive.
     */
    @JvmStatic
    public fun shardOf(hash: Long, shards: Int): Int {
        if (shards < 1) throw ConfigurationException("There are $shards shards; a cluster has at least one")
        return java.lang.Long.remainderUnsigned(hash, shards.toLong()).toInt()
    }
}
