package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput
import java.nio.ByteBuffer
import java.nio.ByteOrder

/*
 * QBit(E, dimension[, stride]): vectors of numbers, bit by bit. For each group of `stride` elements (one group of all by default) and each
 * bit of E from the highest: a FixedString of one bit per element, for all rows. Element j of a group is bit j % 8 of byte length - 1 - j / 8.
 *
 *     QBit(Int8, 2)  [1,-1], [0,1], [0,0]:   02 00 00 (bit 7)  02 00 00 ... 02 00 00 (bit 1)  03 02 00 (bit 0)
 */
internal fun qbitCodec(name: String, declared: ClickHouseType, type: ClickHouseType.QBit, codecs: Codecs): Codec {
    val bits = when ((type.element as? ClickHouseType.Named)?.name) {
        "Int8" -> 8
        "BFloat16" -> 16
        "Float32" -> 32
        "Float64" -> 64
        else -> throw codecs.unsupported(type)
    }
    val stride = type.stride ?: type.dimension
    if (type.dimension % stride != 0) throw codecs.unsupported(type)
    return QBitCodec(name, declared, QBitShape(bits, type.dimension, stride), codecs.of(type.element))
}

/** Where each bit of each element is. */
internal class QBitShape(@JvmField val bits: Int, @JvmField val dimension: Int, private val stride: Int) {
    private val groups = dimension / stride
    private val planeBytes = (stride + 7) / 8

    /** Bytes of one row in all planes. */
    val rowBytes: Long get() = groups.toLong() * bits * planeBytes

    /**
     * Calls [visit] for every bit of every element: its byte in the planes, its mask there, its
     * element, its number in the element.
     */
    inline fun forEachBit(rows: Int, visit: (at: Int, mask: Int, element: Int, bit: Int) -> Unit) {
        var plane = 0
        for (group in 0 until groups) {
            for (bit in bits - 1 downTo 0) {
                for (row in 0 until rows) {
                    val lastByte = plane + row * planeBytes + planeBytes - 1
                    val first = row * dimension + group * stride
                    for (j in 0 until stride) visit(lastByte - j / 8, 1 shl (j % 8), first + j, bit)
                }
                plane += rows * planeBytes
            }
        }
    }
}

internal class QBitCodec(name: String, type: ClickHouseType, private val shape: QBitShape, private val element: Codec) :
    Codec(name, type) {
    override suspend fun read(input: WireInput, rows: Int): Column {
        if (shape.rowBytes > input.limits.maxColumnBytes) throw input.fail("One value of this type takes ${shape.rowBytes} bytes")
        if (rows.toLong() * shape.dimension > input.limits.maxRows) {
            throw input.fail("$rows vectors of ${shape.dimension} elements, and at most ${input.limits.maxRows} elements are accepted")
        }
        val planes = input.readBytes(input.wideSize(rows, shape.rowBytes.toInt()))
        val count = rows * shape.dimension
        // The values once more, and those of floats twice on their way.
        input.take(count * (shape.bits / 8L) * 2 + rows * 4L)
        val ends = IntArray(rows) { (it + 1) * shape.dimension }
        return ArrayColumn(name, type, ends, elements(planes, rows, count))
    }

    private fun elements(planes: ByteArray, rows: Int, count: Int): Column = when (shape.bits) {
        8 -> {
            val values = ByteArray(count)
            shape.forEachBit(rows) { at, mask, i, bit ->
                if (planes[at].toInt() and mask != 0) values[i] = (values[i].toInt() or (1 shl bit)).toByte()
            }
            Int8Column(name, element.type, values)
        }

        16 -> {
            val values = ShortArray(count)
            shape.forEachBit(rows) { at, mask, i, bit ->
                if (planes[at].toInt() and mask != 0) values[i] = (values[i].toInt() or (1 shl bit)).toShort()
            }
            BFloat16Column(name, element.type, values)
        }

        32 -> {
            val values = IntArray(count)
            shape.forEachBit(rows) { at, mask, i, bit -> if (planes[at].toInt() and mask != 0) values[i] = values[i] or (1 shl bit) }
            Float32Column(name, element.type, FloatArray(count) { Float.fromBits(values[it]) })
        }

        else -> {
            val values = LongArray(count)
            shape.forEachBit(rows) { at, mask, i, bit -> if (planes[at].toInt() and mask != 0) values[i] = values[i] or (1L shl bit) }
            Float64Column(name, element.type, DoubleArray(count) { Double.fromBits(values[it]) })
        }
    }

    override fun newBuilder(): NativeBuilder = QBitBuilder(name, type, shape, element.newBuilder())
}

/** Collects vectors: whole lists or arrays of exactly the type's dimension. */
internal class QBitBuilder(name: String, type: ClickHouseType, private val shape: QBitShape, elements: NativeBuilder) :
    NativeBuilder(name, type) {
    private val rows = ArrayBuilder(name, type, elements)

    override fun countRows(): Int = rows.size

    override fun appendDefault(): Unit = wholeRow {
        repeat(shape.dimension) { rows.elements.appendDefault() }
        rows.endRow()
    }

    override val defaultBytes: Long get() = shape.dimension.toLong() * shape.bits / 8

    override fun append(value: Any?): Unit = wholeRow {
        rows.append(value)
        checkDimension()
    }

    override fun appendRowBinary(input: RowBinaryInput): Unit = wholeRow {
        rows.appendRowBinary(input)
        checkDimension()
    }

    private fun checkDimension() {
        val expected = rows.size.toLong() * shape.dimension
        if (rows.elements.size.toLong() != expected) {
            val found = rows.elements.size - (expected - shape.dimension)
            throw FormatException("A vector of $found elements for a dimension of ${shape.dimension}", name, type.toString(), rows.size - 1)
        }
    }

    override fun writeData(sink: ByteSink) {
        val flat = ByteSink().also { rows.elements.writeData(it) }.toByteArray()
        val values = ByteBuffer.wrap(flat).order(ByteOrder.LITTLE_ENDIAN)
        val planes = ByteArray(Math.toIntExact(size * shape.rowBytes))
        val width = shape.bits / 8
        shape.forEachBit(size) { at, mask, i, bit ->
            if (values.get(i * width + bit / 8).toInt() shr (bit % 8) and 1 != 0) planes[at] = (planes[at].toInt() or mask).toByte()
        }
        sink.writeBytes(planes)
    }

    override val dataBytes: Long get() = size * shape.rowBytes

    override fun build(): Column = rows.build()

    override fun truncate(rows: Int): Unit = this.rows.truncate(rows)
}
