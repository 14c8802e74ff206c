package dev.houseflow.benchmarks.shapes;

import java.util.List;
import java.util.Map;

/** The columns of the data set {@code nested}. As a Java record. */
public record ItemRecord(List<String> tags, Map<String, Long> counts, Place place, Map<String, Object> doc)
        implements Summed {
    /** The elements of the tuple. */
    public record Place(long id, String name) {}

    @Override
    public long checksum() {
        return Checksum.ofStrings(tags)
                + Checksum.ofCounts(counts)
                + Checksum.of(place.id())
                + Checksum.of(place.name())
                + Checksum.ofDocument(doc);
    }
}
