@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.ddl

import dev.houseflow.ClickHouseColumn
import dev.houseflow.ConfigurationException
import dev.houseflow.HouseflowSerializersModule
import dev.houseflow.internal.binding.DescriptorShapes
import dev.houseflow.internal.binding.Direction
import dev.houseflow.internal.binding.Planner
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.binding.isJson
import dev.houseflow.internal.binding.isSealed
import dev.houseflow.internal.binding.isStruct
import dev.houseflow.internal.binding.plainLabelOf
import dev.houseflow.internal.ddl.ColumnShape.Nulls
import dev.houseflow.internal.ddl.ColumnShape.Part
import dev.houseflow.internal.rows.SerializerRowAdapter
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.StructureKind

/** The shapes of columns of Kotlin's classes, which their serial descriptors know. */
internal class DescriptorColumns private constructor() {
    private val planner = Planner(HouseflowSerializersModule, Direction.WRITE)

    /** The classes around the one that is looked at. */
    private val around = ArrayList<String>()

    private fun part(descriptor: SerialDescriptor, annotations: List<Annotation> = emptyList()): Part {
        val resolved = planner.resolve(descriptor)
        val shape = if (resolved == null) {
            ColumnShape.Unknown(plainLabelOf(descriptor), "is @Contextual, and no serializer is known for it")
        } else {
            shape(resolved.descriptor)
        }
        val nulls = if (resolved?.nullable == true) Nulls.ALLOWED else Nulls.NEVER
        return Part(shape, nulls, annotations.filterIsInstance<ClickHouseColumn>().firstOrNull())
    }

    private fun shape(descriptor: SerialDescriptor): ColumnShape {
        val label = plainLabelOf(descriptor)
        val name = Target.nameOf(descriptor)
        val target = if (name == "kotlin.ByteArray") Target.BYTES else Target.of(descriptor)
        return when {
            name == "kotlinx.serialization.json.JsonObject" -> ColumnShape.Json(label)
            isJson(descriptor) -> ColumnShape.Unknown(label, "may be of any type")
            target == Target.ENUM -> ColumnShape.Constants(label, List(descriptor.elementsCount) { descriptor.getElementName(it) })
            target != null -> ColumnShape.Scalar(label, target, name)
            descriptor.kind == StructureKind.LIST -> ColumnShape.Sequence(label, part(descriptor.getElementDescriptor(0)))
            descriptor.kind == StructureKind.MAP ->
                ColumnShape.Mapping(label, part(descriptor.getElementDescriptor(0)), part(descriptor.getElementDescriptor(1)))
            isStruct(descriptor) -> within(name, label) { struct(descriptor) }
            isSealed(descriptor) -> within(name, label) {
                ColumnShape.Choice(DescriptorShapes.sealed(descriptor), DescriptorShapes.subclasses(descriptor).map(::shape))
            }
            else -> ColumnShape.Unknown(label, "says nothing about its values")
        }
    }

    private fun struct(descriptor: SerialDescriptor): ColumnShape.Struct = ColumnShape.Struct(
        DescriptorShapes.struct(descriptor),
        List(descriptor.elementsCount) { part(descriptor.getElementDescriptor(it), descriptor.getElementAnnotations(it)) },
    )

    private fun within(name: String, label: String, body: () -> ColumnShape): ColumnShape {
        if (name in around) return ColumnShape.circular(label)
        around.add(name)
        return body().also { around.remove(name) }
    }

    companion object {
        fun of(serializer: KSerializer<*>): ClassColumns {
            val columns = DescriptorColumns()
            val struct = columns.part(serializer.descriptor).shape as? ColumnShape.Struct
                ?: throw ConfigurationException(
                    "`${plainLabelOf(serializer.descriptor)}` has no properties that could be columns: give a @Serializable class",
                )
            return ClassColumns(struct, SerializerRowAdapter(serializer))
        }
    }
}
