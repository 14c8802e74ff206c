package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType

/** ClickHouse's geometric names, and the types that they stand for. */
internal object GeometryTypes {
    private val BY_NAME: Map<String, ClickHouseType> = LinkedHashMap<String, ClickHouseType>().apply {
        val coordinate = ClickHouseType.Element(null, ClickHouseType.Named("Float64"))
        put("Point", ClickHouseType.Tuple(listOf(coordinate, coordinate)))
        fun listOfAll(name: String, element: String) = put(name, ClickHouseType.Array(ClickHouseType.Named(element)))
        listOfAll("Ring", "Point")
        listOfAll("LineString", "Point")
        listOfAll("Polygon", "Ring")
        listOfAll("MultiLineString", "LineString")
        listOfAll("MultiPolygon", "Polygon")
        put("Geometry", ClickHouseType.Variant(keys.sorted().map { ClickHouseType.Named(it) }))
    }

    /** All names. */
    val names: Set<String> get() = BY_NAME.keys

    /** What [name] stands for; `null` when it is no name of a geometry. */
    fun of(name: String): ClickHouseType? = BY_NAME[name]
}
