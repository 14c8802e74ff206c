package dev.houseflow

import dev.houseflow.internal.type.LiteralText

/**
 * Names and values as they stand in a statement, for what no parameter can say: names of databases,
 * tables and columns, statements of DDL, and servers from before query parameters. For values in
 * queries prefer [QueryRequest.Builder.parameter].
 *
 * What comes out is one name or one value, whatever is in the text: nothing in it can end the
 * statement or add to it.
 */
public object ClickHouseSql {
    /**
     * A name in backquotes; of several [parts] each, with dots between them, as in
     * `quoteName("shop", "order")` for the table `order` of the database `shop`. Each part is taken
     * word by word: a dot or a quote in it is a part of the name.
     *
     * Throws [ConfigurationException] when there is no part, or one of them is empty.
     */
    @JvmStatic
    public fun quoteName(vararg parts: String): String {
        if (parts.isEmpty() || parts.any { it.isEmpty() }) {
            throw ConfigurationException("A name of a column, table or database is empty; give a name")
        }
        return parts.joinToString(".") { quote(it, '`') }
    }

    /**
     * [value] as a literal, or as the call of a function where ClickHouse has no literal of its
     * type:
     *
     * - `null`: `NULL`
     * - text (`CharSequence`, `Char`): in single quotes, with escapes
     * - `Boolean`: `true` or `false`
     * - whole numbers, unsigned ones and `BigInteger` too: digits. What 64 bits do not hold is made
     *   by `toInt256` or `toUInt256`, since ClickHouse would take such digits for a `Float64`
     * - `Double`: digits, `inf` or `nan`. `Float` is made by `toFloat32`
     * - `BigDecimal`: a `CAST` to `Decimal` with its scale
     * - `UUID`: by `toUUID`; `LocalDate` from 1900 to 2299: by `toDate32`
     * - `ByteArray`: a `String` of these bytes, by `unhex`
     * - lists, other iterables and arrays of objects: an array of the literals of their elements
     *
     * Negative numbers stand in brackets, so that `1-` and a literal make no comment.
     *
     * Throws [ConfigurationException] for any other value, and for one that is too large.
     */
    @JvmStatic
    public fun literal(value: Any?): String = LiteralText.of(value)
}
