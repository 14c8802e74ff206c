@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.untyped

import dev.houseflow.Block
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.Row
import dev.houseflow.internal.block.RowAdapter
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlin.reflect.KClass
import kotlin.reflect.KType

/**
 * Stands for rows without a class, which the clients read and write by [adapter] and not by
 * serializing.
 */
@InternalHouseflowApi
public class UntypedSerializer<T> internal constructor(name: String, public val adapter: RowAdapter<T>) : KSerializer<T> {
    override val descriptor: SerialDescriptor = PrimitiveSerialDescriptor("dev.houseflow.rows.$name", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: T): Unit = throw noFormat()

    override fun deserialize(decoder: Decoder): T = throw noFormat()

    private fun noFormat() = SerializationException("Rows without a class are read and written by Houseflow's clients only")
}

/** The adapters of rows without a class. */
@InternalHouseflowApi
public object UntypedRows {
    private val VIEWS = UntypedSerializer("Row", ViewRows())
    private val BLOCKS = UntypedSerializer("Block", WholeBlocks)
    private val MAPS = UntypedSerializer("Map", MapRows())
    private val LISTS = UntypedSerializer("List", ListRows())
    private val ARRAYS = UntypedSerializer("Array", ArrayRows())

    /** The serializer for rows of [type] when they have no class; otherwise `null`. */
    public fun serializerOf(type: KType): KSerializer<*>? {
        val classifier = type.classifier as? KClass<*> ?: return null
        return when (classifier.java) {
            Row::class.java -> VIEWS
            Block::class.java -> BLOCKS
            Map::class.java -> MAPS.takeIf { isText(type, 0) && isAnything(type, 1) }
            List::class.java -> LISTS.takeIf { isAnything(type, 0) }
            Array<Any>::class.java -> ARRAYS.takeIf { isAnything(type, 0) }
            else -> null
        }
    }

    private fun isText(type: KType, argument: Int): Boolean =
        type.arguments.getOrNull(argument)?.type?.classifier == String::class

    /** Whether values of this argument may be of several classes, as those of rows are. */
    private fun isAnything(type: KType, argument: Int): Boolean {
        val of = type.arguments.getOrNull(argument) ?: return false
        val classifier = of.type?.classifier as? KClass<*> ?: return of.type == null
        return classifier.java in SUPERTYPES
    }

    /**
     * What values of different classes have in common, as Kotlin infers it for `mapOf("id" to 1,
     * "name" to "x")`.
     */
    private val SUPERTYPES = setOf<Class<*>>(
        Any::class.java,
        Comparable::class.java,
        java.io.Serializable::class.java,
        Number::class.java,
        CharSequence::class.java,
    )

    /**
     * The adapter for rows of [type], a class of Java, when they have no class of their own;
     * otherwise `null`.
     */
    @JvmStatic
    public fun adapterOf(type: Class<*>): RowAdapter<*>? = when (type) {
        Row::class.java -> VIEWS.adapter
        Block::class.java -> BLOCKS.adapter
        Map::class.java -> MAPS.adapter
        List::class.java -> LISTS.adapter
        else -> null
    }
}
