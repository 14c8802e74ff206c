package dev.houseflow.benchmarks.shapes

import kotlinx.serialization.Serializable

/** The columns of the data set `nested`. As a Kotlin data class. */
@Serializable
public data class ItemData(
    val tags: List<String>,
    val counts: Map<String, Long>,
    val place: Place,
    val doc: Document,
) : Summed {
    /** The elements of the tuple. */
    @Serializable
    public data class Place(val id: Long, val name: String)

    /** The paths of the JSON. */
    @Serializable
    public data class Document(val user: String, val score: Double, val visits: Long)

    override fun checksum(): Long = Checksum.ofStrings(tags) +
        Checksum.ofCounts(counts) +
        Checksum.of(place.id) +
        Checksum.of(place.name) +
        Checksum.of(doc.user) +
        Checksum.of(doc.score) +
        Checksum.of(doc.visits)
}
