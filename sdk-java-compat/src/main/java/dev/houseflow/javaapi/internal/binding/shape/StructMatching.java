package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ClickHouseType;
import dev.houseflow.internal.binding.NameMatching;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds for every property of a class its column, or its element of a tuple, and notes what does not match. */
public final class StructMatching {
    private final RowShape shape;
    private final List<Type> types;
    private final List<ClickHouseType.Element> elements;
    private final Place place;
    private final List<String> problems;

    /** {@code types} are those of the properties, with type variables replaced. */
    public StructMatching(
            RowShape shape,
            List<Type> types,
            List<ClickHouseType.Element> elements,
            Place place,
            List<String> problems) {
        this.shape = shape;
        this.types = types;
        this.elements = elements;
        this.place = place;
        this.problems = problems;
    }

    /**
     * The column of each property, -1 where it has none. A record needs all of them. A bean keeps
     * what its constructor made, unless a column that no property takes has nearly the same name:
     * then the property is most likely misspelt.
     */
    public int[] forReading() {
        if (!isNamed()) return byOrder();
        List<String> names = names();
        Set<Integer> taken = new HashSet<>();
        int[] positions = byName(names, taken);
        List<String> free = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!taken.contains(i)) free.add(names.get(i));
        }
        boolean nothingFits = taken.isEmpty();
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] >= 0 || isAmbiguous(i, names)) continue;
            Property property = shape.properties.get(i);
            String near = NameMatching.INSTANCE.nearest(property.columnName(), free);
            if (!shape.isRecord && !nothingFits && near == null) continue;
            problems.add(place.propertyText(property, types.get(i)) + " has no " + place.element() + ": "
                    + (near == null ? "" : "did you mean `" + near + "`? ")
                    + (place.isRow() ? "select it" : "add it to the tuple")
                    + ", name its column with @ClickHouseName, or "
                    + (shape.isRecord ? "leave the property out" : "mark its field transient"));
        }
        return positions;
    }

    /** The property of each column; every column needs one. */
    public int[] forWriting() {
        int[] positions = isNamed() ? byName(names(), new HashSet<>()) : byOrder();
        int[] properties = new int[elements.size()];
        Arrays.fill(properties, -1);
        List<String> unused = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] >= 0) properties[positions[i]] = i;
            else unused.add(shape.properties.get(i).columnName());
        }
        if (!isNamed()) return properties;
        for (int i = 0; i < properties.length; i++) {
            if (properties[i] < 0) {
                ClickHouseType.Element element = elements.get(i);
                String near = NameMatching.INSTANCE.nearest(element.name(), unused);
                problems.add(place.elementText(element, i) + " has no property in `" + shape.type.getSimpleName()
                        + "`: "
                        + (near == null ? "" : "did you mean `" + near + "`? ") + "add one, "
                        + (place.isRow() ? "or leave the column out of the insert" : "since a tuple is written whole"));
            } else if (shape.properties.get(properties[i]).getter == null) {
                Property property = shape.properties.get(properties[i]);
                problems.add(place.propertyText(property, types.get(properties[i]))
                        + " cannot be read: give it a public getter");
            }
        }
        if (!place.isRow()) {
            for (String name : unused) {
                problems.add("property `" + place.path(name) + "` has no element in " + place.column
                        + ": remove it, or mark its field" + " transient");
            }
        }
        return properties;
    }

    private boolean isNamed() {
        return elements.stream().allMatch(element -> element.name() != null) && (!elements.isEmpty() || place.isRow());
    }

    private List<String> names() {
        return elements.stream().map(ClickHouseType.Element::name).collect(Collectors.toList());
    }

    private int[] byName(List<String> names, Set<Integer> taken) {
        int[] positions = new int[shape.properties.size()];
        for (int i = 0; i < positions.length; i++) {
            List<Integer> found = candidates(i, names);
            if (isAmbiguous(i, names)) {
                String all = found.stream()
                        .map(at -> "column `" + names.get(at) + "`")
                        .collect(Collectors.joining(", "));
                problems.add(place.propertyText(shape.properties.get(i), types.get(i)) + " may be any of " + all
                        + ": give one an alias (AS) so that one of them has the property's name");
            }
            taken.addAll(found);
            positions[i] = found.size() == 1 ? found.get(0) : -1;
        }
        return positions;
    }

    private boolean isAmbiguous(int property, List<String> names) {
        return candidates(property, names).size() > 1;
    }

    private List<Integer> candidates(int index, List<String> names) {
        Property property = shape.properties.get(index);
        if (property.clickHouseName == null) return NameMatching.INSTANCE.candidates(property.name, names);
        List<Integer> exact = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(property.clickHouseName)) exact.add(i);
        }
        return exact;
    }

    /** An unnamed tuple goes over a record in order. A bean has none that its source could be held to. */
    private int[] byOrder() {
        int count = shape.properties.size();
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) positions[i] = i < elements.size() ? i : -1;
        if (!shape.isRecord) {
            problems.add(place.column + " has elements without names, which only a record takes, in order: make `"
                    + shape.type.getSimpleName() + "` a record, or name the elements of the tuple");
        } else if (elements.size() != count) {
            problems.add(place.column + " has " + elements.size() + " elements, matched by order, but `"
                    + shape.type.getSimpleName() + "` has " + count
                    + " components: make them as many, or name the elements of the tuple");
        }
        return positions;
    }
}
