package dev.houseflow

import dev.houseflow.internal.ddl.ClassColumns
import dev.houseflow.internal.ddl.ColumnPlanner
import dev.houseflow.internal.ddl.DescriptorColumns
import dev.houseflow.internal.ddl.MissingColumns
import dev.houseflow.internal.ddl.PropertyNames
import dev.houseflow.internal.ddl.TableOptions
import dev.houseflow.internal.ddl.TableText
import dev.houseflow.internal.type.TableName
import kotlinx.serialization.KSerializer
import kotlinx.serialization.serializer
import java.util.Collections
import kotlin.reflect.KProperty1

/**
 * A `CREATE TABLE` whose columns are made from a class: from a `@Serializable` class by the
 * function of the same name, from a Java record or another Java class by the Java client's
 * `TableRequests`. Immutable.
 *
 * A column has the name of its property, and the type that the class says: docs/schema.md lists
 * them. Where a class says too little, as of decimals, [Builder.build] tells what to add.
 * [ClickHouseColumn] on a property, and the builder, say more about a column.
 */
public class CreateTableRequest private constructor(request: QueryRequest, builder: Builder<*>, columns: List<ColumnDefinition>) :
    DdlRequest(request) {
    private val cluster: String = builder.clusterText()

    private val addition: String = if (builder.ifNotExists) "ADD COLUMN IF NOT EXISTS" else "ADD COLUMN"

    /** The table, as its caller named it. */
    @get:JvmName("table")
    public val table: String = builder.table

    /** The columns of the class's properties, in order. */
    @get:JvmName("columns")
    public val columns: List<ColumnDefinition> = Collections.unmodifiableList(ArrayList(columns))

    /**
     * Those of [columns] that a table with the columns [there], as `describe` gives them, lacks: an
     * insert of the class would fail for them. Columns and properties find each other as in an
     * insert. Types are not looked at.
     */
    public fun missingColumns(there: List<ColumnInfo>): List<ColumnDefinition> = MissingColumns.of(columns, there.map { it.name })

    /**
     * The `ALTER TABLE` that adds [missingColumns], and to the types of columns what the class has
     * and they lack: names of enums, alternatives of a Variant, elements of a named Tuple, at any
     * depth; none when nothing is missing. It does nothing else: nothing is dropped or renamed, no
     * number becomes wider, and names and codes of enums stay. A column that is added meanwhile is
     * an error of the server's, unless this request is [Builder.ifNotExists].
     */
    public fun alterTableFor(there: List<ColumnInfo>): List<DdlRequest> {
        val changes = missingColumns(there).map { "$addition ${it.toSql()}" } +
            MissingColumns.grownTypes(columns, there).map { (name, type) -> "MODIFY COLUMN ${ClickHouseSql.quoteName(name)} $type" }
        if (changes.isEmpty()) return emptyList()
        val sql = "ALTER TABLE ${TableName.parse(table).quoted}$cluster" + changes.joinToString(",") { "\n    $it" }
        return listOf(DdlRequest(QueryRequest.builder(sql).settings(toQueryRequest().settings).build()))
    }

    /**
     * Collects a [CreateTableRequest]. Not thread-safe.
     *
     * Properties are named by their names, by those of their columns, or, in Kotlin, by themselves:
     * `Trade::price`. Where an expression may stand as well, such as in [orderBy], a text that
     * names no property is an expression of SQL.
     *
     * @param T the class whose properties are the columns.
     */
    public class Builder<T> internal constructor(internal val table: String, private val classColumns: ClassColumns) :
        DdlRequest.Builder<Builder<T>>() {
        private val name = TableName.parse(table)
        private val options = TableOptions(classColumns.struct.shape)
        private val definitions = ArrayList<String>()
        private val clauses = LinkedHashMap<String, MutableList<String>>()
        private val tableSettings = LinkedHashMap<String, Any?>()
        internal var ifNotExists = false
            private set
        private var temporary = false

        override val self: Builder<T> get() = this

        /**
         * The engine with its arguments: `ReplacingMergeTree(version)`. Default: `MergeTree()`. Of
         * the family of `MergeTree`, a table without [orderBy] and [primaryKey] is
         * `ORDER BY tuple()`.
         */
        @get:JvmSynthetic @set:JvmSynthetic
        public var engine: String = "MergeTree()"

        /** The comment of the table; `null`, the default, for none. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var comment: String? = null

        /** See [engine]. */
        public fun engine(engine: String): Builder<T> = apply { this.engine = engine }

        /** See [comment]. */
        public fun comment(comment: String?): Builder<T> = apply { this.comment = comment }

        /**
         * Leaves a table, or a column to add, that is there as it is, where it would be an error.
         */
        public fun ifNotExists(): Builder<T> = apply { ifNotExists = true }

        /** Makes a temporary table, which ends with its session. Default engine: the server's. */
        public fun temporary(): Builder<T> = apply { temporary = true }

        /** The sorting key: properties, or expressions. Further calls add to it. */
        public fun orderBy(vararg keys: String): Builder<T> = keys("ORDER BY", keys.asList())

        /** See [orderBy]. */
        @JvmSynthetic
        public fun orderBy(vararg properties: KProperty1<T, *>): Builder<T> = keys("ORDER BY", properties.map(PropertyNames::of))

        /**
         * The primary key, which the sorting key begins with. Default: the sorting key. Further
         * calls add to it.
         */
        public fun primaryKey(vararg keys: String): Builder<T> = keys("PRIMARY KEY", keys.asList())

        /** See [primaryKey]. */
        @JvmSynthetic
        public fun primaryKey(vararg properties: KProperty1<T, *>): Builder<T> = keys("PRIMARY KEY", properties.map(PropertyNames::of))

        /**
         * The partition key: properties, or expressions, `toYYYYMM(ts)`. Further calls add to it.
         */
        public fun partitionBy(vararg keys: String): Builder<T> = keys("PARTITION BY", keys.asList())

        /** See [partitionBy]. */
        @JvmSynthetic
        public fun partitionBy(vararg properties: KProperty1<T, *>): Builder<T> = keys("PARTITION BY", properties.map(PropertyNames::of))

        /** The sampling key, an expression that the primary key holds. */
        public fun sampleBy(key: String): Builder<T> = apply {
            clauses.remove("SAMPLE BY")
            keys("SAMPLE BY", listOf(key))
        }

        /**
         * After which time rows go, or move: `ts + INTERVAL 30 DAY`. Further calls add to it.
         */
        public fun ttl(expression: String): Builder<T> = apply {
            clauses.getOrPut("TTL") { ArrayList() } += TableText.required(expression, "The TTL")
        }

        /** A setting of the table, in its `SETTINGS`: `index_granularity`. */
        public fun tableSetting(name: String, value: Any?): Builder<T> = apply { tableSettings[name] = value }

        /**
         * Something else between the brackets: `INDEX i price TYPE minmax`, a constraint, a
         * projection, or a column that the class has no property for.
         */
        public fun definition(sql: String): Builder<T> = apply { definitions += TableText.required(sql, "The definition") }

        /** The precision and scale of all decimals whose types nothing else says. */
        public fun decimals(precision: Int, scale: Int): Builder<T> = apply {
            if (precision !in 1..MOST_DIGITS || scale !in 0..precision) {
                throw ConfigurationException(
                    "There is no Decimal($precision, $scale): give a precision of 1 to $MOST_DIGITS, and a scale of 0 to the precision",
                )
            }
            options.decimals = ClickHouseType.Decimal(precision, scale)
        }

        /** Makes all enums `LowCardinality(String)`, where they would be `Enum8` or `Enum16`. */
        public fun enumsAsStrings(): Builder<T> = apply { options.areEnumsTexts = true }

        /**
         * Calls the column of `createdAt` `created_at`, as long as nothing says its name, and its
         * property is found by that name: `URL` stays `URL`. So of elements of tuples.
         */
        public fun snakeCaseNames(): Builder<T> = apply { options.isSnakeCase = true }

        /**
         * The type of the column of [property], all of it: a type that takes NULL says `Nullable`.
         */
        public fun type(property: String, type: String): Builder<T> = apply { options.change(property).type = type }

        /** See [type]. */
        @JvmSynthetic
        public fun type(property: KProperty1<T, *>, type: String): Builder<T> = type(PropertyNames.of(property), type)

        /**
         * Makes [property], a list of objects, a `Nested`, where it would be an
         * `Array(Tuple(...))`.
         */
        public fun nested(property: String): Builder<T> = apply { options.change(property).isNested = true }

        /** See [nested]. */
        @JvmSynthetic
        public fun nested(property: KProperty1<T, *>): Builder<T> = nested(PropertyNames.of(property))

        /** How the column of [property] is compressed: `Delta, ZSTD(3)`. */
        public fun codec(property: String, codec: String): Builder<T> =
            apply { options.change(property).codec = TableText.required(codec, "The codec of `$property`") }

        /** See [codec]. */
        @JvmSynthetic
        public fun codec(property: KProperty1<T, *>, codec: String): Builder<T> = codec(PropertyNames.of(property), codec)

        /** The expression that gives the value of [property] when an insert gives none. */
        public fun defaultExpression(property: String, expression: String): Builder<T> = default(property, "DEFAULT", expression)

        /** See [defaultExpression]. */
        @JvmSynthetic
        public fun defaultExpression(property: KProperty1<T, *>, expression: String): Builder<T> =
            defaultExpression(PropertyNames.of(property), expression)

        /**
         * The expression from which the server computes [property] and stores it: `MATERIALIZED`.
         */
        public fun materialized(property: String, expression: String): Builder<T> = default(property, "MATERIALIZED", expression)

        /** See [materialized]. */
        @JvmSynthetic
        public fun materialized(property: KProperty1<T, *>, expression: String): Builder<T> =
            materialized(PropertyNames.of(property), expression)

        /** The expression from which the server computes [property] when it is read: `ALIAS`. */
        public fun alias(property: String, expression: String): Builder<T> = default(property, "ALIAS", expression)

        /** See [alias]. */
        @JvmSynthetic
        public fun alias(property: KProperty1<T, *>, expression: String): Builder<T> = alias(PropertyNames.of(property), expression)

        /** The comment of the column of [property]. */
        public fun comment(property: String, comment: String): Builder<T> = apply { options.change(property).comment = comment }

        /** See [comment]. */
        @JvmSynthetic
        public fun comment(property: KProperty1<T, *>, comment: String): Builder<T> = comment(PropertyNames.of(property), comment)

        /** After which time the values of [property] are replaced by their defaults. */
        public fun ttl(property: String, expression: String): Builder<T> =
            apply { options.change(property).ttl = TableText.required(expression, "The TTL of `$property`") }

        /** See [ttl]. */
        @JvmSynthetic
        public fun ttl(property: KProperty1<T, *>, expression: String): Builder<T> = ttl(PropertyNames.of(property), expression)

        private fun default(property: String, kind: String, expression: String): Builder<T> = apply {
            val column = options.change(property)
            column.defaultKind = kind
            column.defaultExpression = TableText.required(expression, "The expression of `$property`")
        }

        private fun keys(clause: String, keys: List<String>): Builder<T> = apply {
            clauses.getOrPut(clause) { ArrayList() } += keys.map { TableText.required(it, "A key of $clause") }
        }

        /**
         * The request. Throws [ConfigurationException] that names all properties whose types the
         * class does not say, and for a type that does not hold what its property does.
         */
        override fun build(): CreateTableRequest {
            for (clause in KEYS) clauses[clause].orEmpty().mapNotNull { options.find(it) }.forEach { options.keys += it.name }
            val columns = ColumnPlanner(options).columns(classColumns)
            return CreateTableRequest(request(sql(columns)).build(), this, columns)
        }

        override fun sql(): String = sql(ColumnPlanner(options).columns(classColumns))

        private fun sql(columns: List<ColumnDefinition>): String = buildString {
            append(if (temporary) "CREATE TEMPORARY TABLE " else "CREATE TABLE ").append(if (ifNotExists) "IF NOT EXISTS " else "")
            append(name.quoted).append(clusterText())
            (columns.map { it.toSql() } + definitions).joinTo(this, ",\n", "\n(\n", "\n)") { "    $it" }
            if (!temporary || engine != DEFAULT_ENGINE) append("\nENGINE = ").append(TableText.required(engine, "The engine of the table"))
            for (clause in KEYS) clauses[clause]?.let { append('\n').append(TableText.expressions(clause, it.map(::key))) }
            if ("MergeTree" in engine && !temporary && "ORDER BY" !in clauses && "PRIMARY KEY" !in clauses) append("\nORDER BY tuple()")
            clauses["TTL"]?.joinTo(this, ", ", "\nTTL ")
            if (tableSettings.isNotEmpty()) append('\n').append(TableText.settings(tableSettings))
            comment?.let { append("\nCOMMENT ").append(ClickHouseSql.literal(it)) }
        }

        /** The column of a property, or an expression as it is. */
        private fun key(text: String): String = options.find(text)?.let { ClickHouseSql.quoteName(options.columnOf(it)) } ?: text
    }

    public companion object {
        private const val MOST_DIGITS = 76
        private const val DEFAULT_ENGINE = "MergeTree()"

        /** In the order in which they stand in a statement. */
        private val KEYS = listOf("PARTITION BY", "PRIMARY KEY", "ORDER BY", "SAMPLE BY")

        /**
         * Starts a request for [table], with a column for each property of the class of
         * [serializer]. [table] is a name as for [InsertRequest.of].
         */
        @JvmSynthetic
        public fun <T> builder(table: String, serializer: KSerializer<T>): Builder<T> = Builder(table, DescriptorColumns.of(serializer))

        /** The same for either door. */
        @InternalHouseflowApi
        @JvmStatic
        public fun <T> builderOf(table: String, columns: ClassColumns): Builder<T> = Builder(table, columns)
    }
}

/**
 * A request that makes [table] for the class [T], which is `@Serializable`, with the options that
 * [configure] sets.
 */
@JvmSynthetic
public inline fun <reified T> CreateTableRequest(
    table: String,
    configure: CreateTableRequest.Builder<T>.() -> Unit = {},
): CreateTableRequest = CreateTableRequest.builder(table, serializer<T>()).apply(configure).build()
