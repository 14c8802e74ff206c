@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseException
import dev.houseflow.FormatException
import dev.houseflow.HouseflowSerializersModule
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.binding.Direction
import dev.houseflow.internal.binding.Mismatches
import dev.houseflow.internal.binding.NameMatching
import dev.houseflow.internal.binding.NestedGroups
import dev.houseflow.internal.binding.Plan
import dev.houseflow.internal.binding.Planner
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.binding.isByOrder
import dev.houseflow.internal.binding.isJson
import dev.houseflow.internal.binding.isStruct
import dev.houseflow.internal.binding.labelOf
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowReader
import dev.houseflow.internal.block.RowWriter
import dev.houseflow.internal.block.firstFailure
import dev.houseflow.internal.block.truncate
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.modules.EmptySerializersModule
import kotlinx.serialization.modules.SerializersModule
import kotlinx.serialization.modules.overwriteWith
import java.util.concurrent.CancellationException

/**
 * Lays `@Serializable` classes over blocks, both ways.
 *
 * A class takes its columns by name (see [NameMatching]). Columns that it has no property for are
 * ignored in a result; a property without a column keeps its default value, or is a mismatch when
 * it has none. `Pair` and `Triple` take their columns by order. What is no class (`Long`,
 * `List<String>`, an enum) takes the one column of a result that has one.
 *
 * @param module contextual serializers of the caller; they win over [HouseflowSerializersModule],
 * which is always there.
 */
@InternalHouseflowApi
public class SerializerRowAdapter<T> @JvmOverloads constructor(
    private val serializer: KSerializer<T>,
    module: SerializersModule = EmptySerializersModule(),
) : RowAdapter<T> {
    private val module: SerializersModule = HouseflowSerializersModule overwriteWith module
    private val label: String = labelOf(serializer.descriptor)

    override val columnNames: List<String> by lazy(LazyThreadSafetyMode.PUBLICATION) {
        val descriptor = Planner(this.module, Direction.WRITE).resolve(serializer.descriptor)?.descriptor
        // The names of what goes by order are not chosen by the user.
        if (descriptor == null || !isRowClass(descriptor) || isByOrder(descriptor)) {
            emptyList()
        } else {
            List(descriptor.elementsCount) { descriptor.getElementName(it) }
        }
    }

    override fun reader(columns: List<ColumnHeader>): RowReader<T> {
        val plan = remembered(columns) ?: plan(Direction.READ, columns).also { lastRead = Remembered(columns, it) }
        val readers = Readers(module)
        return if (plan.isRow) StructRows(readers.struct(plan.plan as Plan.Struct), plan.groups) else SingleRows(readers.of(plan.plan))
    }

    override fun mayAskClock(index: Int, name: String): Boolean {
        val descriptor = Planner(module, Direction.READ).resolve(serializer.descriptor)?.descriptor ?: return true
        if (!isRowClass(descriptor)) return mayAskClock(descriptor)
        val properties = if (isByOrder(descriptor)) {
            listOf(index).filter { it < descriptor.elementsCount }
        } else {
            (0 until descriptor.elementsCount).filter { NameMatching.candidates(descriptor.getElementName(it), listOf(name)).isNotEmpty() }
        }
        return properties.any { mayAskClock(descriptor.getElementDescriptor(it)) }
    }

    private fun mayAskClock(property: SerialDescriptor): Boolean {
        val descriptor = Planner(module, Direction.READ).resolve(property)?.descriptor ?: return true
        return Target.of(descriptor)?.needsNoZone != true
    }

    override fun writer(columns: List<ColumnHeader>): RowWriter<T> {
        val plan = plan(Direction.WRITE, columns)
        val writers = Writers(module)
        return if (plan.isRow) StructSink(writers.struct(plan.plan as Plan.Struct), plan.groups) else SingleSink(writers.of(plan.plan))
    }

    private class Planned(val plan: Plan, val isRow: Boolean, val groups: NestedGroups?)

    private class Remembered(val columns: List<ColumnHeader>, val planned: Planned)

    /**
     * The plan of the last result: small results are mostly those of one statement, asked for again
     * and again.
     */
    @Volatile
    private var lastRead: Remembered? = null

    private fun remembered(columns: List<ColumnHeader>): Planned? {
        val last = lastRead ?: return null
        if (last.columns.size != columns.size) return null
        for (i in columns.indices) {
            if (last.columns[i].name != columns[i].name || last.columns[i].type != columns[i].type) return null
        }
        return last.planned
    }

    private fun plan(direction: Direction, columns: List<ColumnHeader>): Planned {
        val planner = Planner(module, direction)
        val descriptor = planner.resolve(serializer.descriptor)?.descriptor
        val isRow = descriptor != null && isRowClass(descriptor)
        val groups = NestedGroups.of(columnNames, columns)
        val plan = when {
            descriptor != null && isRow -> planner.rows(descriptor, groups?.columns ?: columns)
            columns.size == 1 -> planner.single(serializer.descriptor, columns[0])
            else -> planner.problem(
                "`$label` has no properties and takes one column, but this ${direction.of} has ${columns.size}: use a @Serializable " +
                    "class, or rows of `Map<String, Any?>`, which need none",
            )
        }
        Mismatches.failIfAny(planner.problems, label, direction)
        return Planned(checkNotNull(plan) { "A plan fails without a reason" }, isRow, groups)
    }

    private fun isRowClass(descriptor: SerialDescriptor): Boolean =
        isStruct(descriptor) && Target.of(descriptor) == null && !isJson(descriptor)

    private inner class StructRows(private val root: StructReader, private val groups: NestedGroups?) : RowReader<T> {
        override fun bind(block: Block) {
            root.bind(groups?.block(block) ?: block)
        }

        override fun read(row: Int): T = reading(row) { root.read(row, serializer) }
    }

    private inner class SingleRows(private val root: ValueReader) : RowReader<T> {
        override fun bind(block: Block) {
            root.bind(block.columns[0])
        }

        override fun read(row: Int): T = reading(row) { root.read(row, serializer) }
    }

    private inner class StructSink(private val root: StructWriter, private val groups: NestedGroups?) : Sink() {
        override fun bindRoot(block: BlockBuilder): Unit = root.bind(groups?.builder(block) ?: block)

        override fun append(row: T): Unit = root.write(serializer, row)
    }

    private inner class SingleSink(private val root: ValueWriter) : Sink() {
        override fun bindRoot(block: BlockBuilder): Unit = root.bind(block.columns[0])

        override fun append(row: T): Unit = root.write(serializer, row)
    }

    /** A row that fails half-way is taken back from every column. */
    private abstract inner class Sink : RowWriter<T> {
        private lateinit var block: BlockBuilder

        protected abstract fun bindRoot(block: BlockBuilder)

        protected abstract fun append(row: T)

        override fun bind(block: BlockBuilder) {
            this.block = block
            bindRoot(block)
        }

        override fun write(row: T) {
            val columns = block.columns
            val before = if (columns.isEmpty()) 0 else columns[0].size
            var done = false
            try {
                append(row)
                done = true
            } catch (e: CancellationException) {
                throw e
            } catch (e: FormatException) {
                throw block.firstFailure(e)
            } catch (e: ClickHouseException) {
                throw e
            } catch (e: RuntimeException) {
                throw block.firstFailure(FormatException("This `$label` cannot be written: ${e.message}", row = before, cause = e))
            } finally {
                if (!done) block.truncate(before)
            }
        }
    }

    private inline fun reading(row: Int, body: () -> T): T = try {
        body()
    } catch (e: CancellationException) {
        throw e
    } catch (e: ClickHouseException) {
        throw e
    } catch (e: RuntimeException) {
        throw FormatException("The row cannot be made into a `$label`: ${e.message}", row = row, cause = e)
    }
}
