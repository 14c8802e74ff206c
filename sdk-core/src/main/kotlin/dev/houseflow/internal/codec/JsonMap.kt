package dev.houseflow.internal.codec

import java.io.Serializable

/**
 * The names of an object of a JSON column: the same for all its rows, in whose maps they need no
 * room.
 */
internal class JsonKeys(@JvmField val names: Array<String>) {
    private val numbers: Map<String, Int>? by lazy(LazyThreadSafetyMode.PUBLICATION) {
        if (names.size <= FEW) null else HashMap<String, Int>(hashCapacity(names.size)).also { for (i in names.indices) it[names[i]] = i }
    }

    /** The number of [name], or -1. */
    fun indexOf(name: Any?): Int {
        val numbers = this.numbers ?: return names.indexOf(name)
        return numbers[name] ?: -1
    }

    /** The map of [values], one for each of the [names], or [ABSENT]; [count] of them are there. */
    fun map(values: Array<Any?>, count: Int): JsonMap {
        if (count == values.size) return JsonMap(this, null, values)
        val numbers = IntArray(count)
        val present = arrayOfNulls<Any?>(count)
        var at = 0
        for (i in values.indices) {
            if (values[i] === ABSENT) continue
            numbers[at] = i
            present[at++] = values[i]
        }
        return JsonMap(this, numbers, present)
    }

    companion object {
        /** Stands where a row has no value. */
        @JvmField
        val ABSENT: Any = Any()

        /** So few names are found sooner by looking at each. */
        private const val FEW = 8
    }
}

/**
 * An object of one row: [values] of the names with these [numbers], or of all names. A read-only
 * map, and a fraction of a hash map's size.
 */
internal class JsonMap(private val shape: JsonKeys, private val numbers: IntArray?, private val present: Array<Any?>) :
    AbstractMap<Any?, Any?>(),
    Serializable {
    override val size: Int get() = present.size

    private fun indexOf(key: Any?): Int {
        val number = shape.indexOf(key)
        return if (number < 0 || numbers == null) number else numbers.binarySearch(number)
    }

    private fun name(index: Int): String = shape.names[if (numbers == null) index else numbers[index]]

    override fun containsKey(key: Any?): Boolean = indexOf(key) >= 0

    override fun get(key: Any?): Any? {
        val index = indexOf(key)
        return if (index < 0) null else present[index]
    }

    override val entries: Set<Map.Entry<Any?, Any?>> get() = object : AbstractSet<Map.Entry<Any?, Any?>>() {
        override val size: Int get() = present.size

        override fun iterator(): Iterator<Map.Entry<Any?, Any?>> = object : Each<Map.Entry<Any?, Any?>>() {
            override fun at(index: Int) = java.util.AbstractMap.SimpleImmutableEntry<Any?, Any?>(name(index), present[index])
        }
    }

    override val keys: Set<Any?> get() = object : AbstractSet<Any?>() {
        override val size: Int get() = present.size

        override fun contains(element: Any?): Boolean = containsKey(element)

        override fun iterator(): Iterator<Any?> = object : Each<Any?>() {
            override fun at(index: Int): Any? = name(index)
        }
    }

    override val values: Collection<Any?> get() = object : AbstractCollection<Any?>() {
        override val size: Int get() = present.size

        override fun iterator(): Iterator<Any?> = object : Each<Any?>() {
            override fun at(index: Int): Any? = present[index]
        }
    }

    private abstract inner class Each<T> : Iterator<T> {
        private var next = 0

        abstract fun at(index: Int): T

        override fun hasNext(): Boolean = next < present.size

        override fun next(): T {
            if (next >= present.size) throw NoSuchElementException("This object has ${present.size} names")
            return at(next++)
        }
    }

    /** Written as a map of the JDK's, which every reader has. */
    private fun writeReplace(): Any = LinkedHashMap(this)
}
