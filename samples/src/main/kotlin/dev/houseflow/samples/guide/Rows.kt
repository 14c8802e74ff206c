package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Contextual
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import java.math.BigDecimal
import java.time.Instant
import java.util.UUID

// snippet: rows-class
enum class Status { OPEN, PAID, CANCELLED }

@Serializable
data class Item(val name: String, val count: Int)

@Serializable
data class Order(
    val id: @Contextual UUID,
    val createdAt: @Contextual Instant, // column created_at
    @SerialName("sum") val total: @Contextual BigDecimal, // column sum
    val status: Status, // Enum8('OPEN' = 1, 'PAID' = 2, 'CANCELLED' = 3)
    val note: String? = null, // Nullable(String)
    val items: List<Item> = emptyList(), // Array(Tuple(name String, count Int32))
    val tags: Map<String, String> = emptyMap(), // Map(String, String)
)
// end

suspend fun orders(ch: ClickHouseClient, orders: List<Order>): List<Order> {
    ch.execute(
        """
        CREATE OR REPLACE TABLE orders (
            id UUID, created_at DateTime64(6, 'UTC'), sum Decimal(18, 2),
            status Enum8('OPEN' = 1, 'PAID' = 2, 'CANCELLED' = 3), note Nullable(String),
            items Array(Tuple(name String, count Int32)), tags Map(String, String)
        ) ENGINE MergeTree ORDER BY id
        """,
    )
    ch.insert("orders", orders)
    return ch.query<Order>("SELECT * FROM orders ORDER BY created_at").rows
}
