package dev.houseflow.benchmarks.shapes;

import java.util.List;
import java.util.Map;

/** The columns of the data set {@code nested}. As a bean, for readers that need one. */
public final class ItemBean implements Summed {
    private List<String> tags;
    private Map<String, Object> counts;
    private Object[] place;
    private Map<String, Object> doc;

    public List<String> getTags() {
        return tags;
    }

    public void setTags(List<String> tags) {
        this.tags = tags;
    }

    public Map<String, Object> getCounts() {
        return counts;
    }

    public void setCounts(Map<String, Object> counts) {
        this.counts = counts;
    }

    public Object[] getPlace() {
        return place;
    }

    public void setPlace(Object[] place) {
        this.place = place;
    }

    public Map<String, Object> getDoc() {
        return doc;
    }

    public void setDoc(Map<String, Object> doc) {
        this.doc = doc;
    }

    @Override
    public long checksum() {
        return Checksum.ofStrings(tags)
                + Checksum.ofCounts(counts)
                + Checksum.ofObject(place[0])
                + Checksum.ofObject(place[1])
                + Checksum.ofDocument(doc);
    }
}
