@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerialInfo

/**
 * What the column of a property is to be like when a table is made from its class: see
 * [CreateTableRequest]. It stands on the property of a `@Serializable` class, or on the component
 * of a Java record, or the field or getter of another Java class. What is left empty comes from the
 * class; what the builder of the request says about the property wins.
 *
 * Reading and inserting do not look at it, and of a property inside of a tuple only [type] counts.
 *
 * @property type the type of the column, all of it, as ClickHouse spells it: a type that takes NULL
 * has to say `Nullable`.
 * @property nested whether a list of objects is to be a `Nested`, and not an `Array(Tuple(...))`.
 * @property codec how the column is compressed: `Delta, ZSTD(3)`.
 * @property defaultExpression the expression that gives the value when an insert gives none.
 * @property comment the comment of the column.
 * @property ttl the expression after which its values are replaced by their defaults.
 */
@SerialInfo
@MustBeDocumented
@Target(AnnotationTarget.PROPERTY, AnnotationTarget.FIELD, AnnotationTarget.FUNCTION)
public annotation class ClickHouseColumn(
    val type: String = "",
    val nested: Boolean = false,
    val codec: String = "",
    val defaultExpression: String = "",
    val comment: String = "",
    val ttl: String = "",
)
