package dev.houseflow.samples.recipes

import dev.houseflow.FormatException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.math.BigDecimal
import java.math.BigInteger

/** Decimals and big numbers: nothing is rounded; what does not fit is an error. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE sums (price Decimal(18, 4), most UInt64, huge Int256) ENGINE Memory")
        ch.insert("sums", listOf(Sums(BigDecimal("0.1"), ULong.MAX_VALUE, BigInteger.TWO.pow(200))))
        println(ch.query<Sums>("SELECT * FROM sums").rows.single())
        try {
            ch.insert("sums", listOf(Sums(BigDecimal("0.00001"), 0u, BigInteger.ONE)))
        } catch (e: FormatException) {
            println(e.column)
        }
    }
}

@Serializable
private data class Sums(@Contextual val price: BigDecimal, val most: ULong, @Contextual val huge: BigInteger)

// Prints:
// Sums(price=0.1000, most=18446744073709551615, huge=1606938044258990275541962092341162602522202993782792835301376)
// price
