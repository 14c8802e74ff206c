package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.wire.WireInput
import dev.houseflow.quote
import dev.houseflow.quoteIdentifier

/**
 * The parts of a JSON type in binary form: a 0, limits, typed paths, paths to skip, patterns to
 * skip.
 */
internal object BinaryJsonType {
    suspend fun read(input: WireInput, readType: suspend () -> ClickHouseType): ClickHouseType {
        val version = input.readByte()
        if (version != 0) throw input.fail("A JSON type of version $version, and only 0 is known")
        val maxPaths = input.readVarUInt()
        val maxTypes = input.readByte()
        val typed = LinkedHashMap<String, ClickHouseType>()
        val arguments = ArrayList<String>()
        if (maxTypes != 32) arguments.add("max_dynamic_types=$maxTypes")
        if (maxPaths != 1024L) arguments.add("max_dynamic_paths=$maxPaths")
        repeat(input.readCount("Paths of a JSON type", input.limits.maxColumns)) {
            val path = BinaryTypes.text(input)
            val type = readType()
            typed[path] = type
            arguments.add("${quotePath(path)} $type")
        }
        for (path in BinaryTypes.list(input) { BinaryTypes.text(input) }) arguments.add("SKIP ${quotePath(path)}")
        for (pattern in BinaryTypes.list(input) { BinaryTypes.text(input) }) arguments.add("SKIP REGEXP ${quote(pattern)}")
        return ClickHouseType.Json(typed, arguments)
    }

    /** A path called `skip` would be taken for a rule. */
    private fun quotePath(path: String): String = if (path.equals("skip", ignoreCase = true)) "`$path`" else quoteIdentifier(path)
}
