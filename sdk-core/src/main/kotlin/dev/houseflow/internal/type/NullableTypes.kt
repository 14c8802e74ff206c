package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi

/**
 * [type] with room for NULL; the same type when it has that already, or when it cannot stand inside
 * of Nullable.
 */
@InternalHouseflowApi
public fun nullableOf(type: ClickHouseType): ClickHouseType = when (type) {
    is ClickHouseType.Named -> if (type.name in WITHOUT_NULL) type else ClickHouseType.Nullable(type)

    is ClickHouseType.FixedString,
    is ClickHouseType.Decimal,
    is ClickHouseType.DateTime,
    is ClickHouseType.DateTime64,
    is ClickHouseType.Time64,
    is ClickHouseType.Enum,
    -> ClickHouseType.Nullable(type)

    is ClickHouseType.LowCardinality -> ClickHouseType.LowCardinality(nullableOf(type.inner))

    is ClickHouseType.SimpleAggregateFunction -> nullableOf(type.inner).let { if (it is ClickHouseType.Nullable) it else type }

    else -> type
}

private val WITHOUT_NULL = GeometryTypes.names + "Nothing"
