package dev.houseflow

import dev.houseflow.internal.ddl.TableText
import dev.houseflow.internal.type.TableName

/**
 * A statement that makes, changes or removes a database or a table, or rows of one. Immutable: it
 * may be shared between threads and sent any number of times, by the clients' `execute`.
 *
 * Names are quoted, so nothing in them can end the statement or add to it. Expressions, engines and
 * codecs are SQL, and stand in the statement as they are given: they are not for texts of
 * strangers.
 */
public open class DdlRequest internal constructor(private val request: QueryRequest) {
    /** The statement as it is sent. */
    public fun toSql(): String = request.sql

    /**
     * The statement as any other one; its `toBuilder` gives it further options, such as a time-out.
     */
    public fun toQueryRequest(): QueryRequest = request

    /** [toSql]. */
    override fun toString(): String = toSql()

    /** Collects a [DdlRequest]. Not thread-safe. */
    public abstract class Builder<B : Builder<B>> internal constructor() {
        private var cluster: String? = null
        private val settings = LinkedHashMap<String, Any?>()

        internal abstract val self: B

        /**
         * Runs the statement on every server of [cluster], a name in the configuration of the
         * server; `null`, the default, on the server alone. See the page "Distributed DDL" of the
         * ClickHouse manual.
         */
        public fun onCluster(cluster: String?): B {
            this.cluster = cluster
            return self
        }

        /** Sends a setting with the statement, as [QueryRequest.Builder.setting] does. */
        public fun setting(name: String, value: Any?): B {
            settings[name] = value
            return self
        }

        /** Several settings, as [setting] takes them. */
        public fun settings(settings: Map<String, Any?>): B {
            settings.forEach { (name, value) -> setting(name, value) }
            return self
        }

        /** ` ON CLUSTER ...`, or nothing. */
        internal fun clusterText(): String = cluster?.let { " ON CLUSTER ${ClickHouseSql.quoteName(it)}" }.orEmpty()

        internal abstract fun sql(): String

        internal open fun request(sql: String): QueryRequest.Builder = QueryRequest.builder(sql).settings(settings)

        /** The request. Throws [ConfigurationException] when an option cannot be. */
        public open fun build(): DdlRequest = DdlRequest(request(sql()).build())
    }

    /** Collects a `CREATE DATABASE`. Not thread-safe. */
    public class CreateDatabase internal constructor(private val name: String) : Builder<CreateDatabase>() {
        private var ifNotExists = false
        private var engine: String? = null
        private var comment: String? = null

        override val self: CreateDatabase get() = this

        /** Leaves a database that is there as it is, where it would be an error. */
        public fun ifNotExists(): CreateDatabase = apply { ifNotExists = true }

        /**
         * The engine: `Atomic`, `Replicated('/path', 'shard', 'replica')`. Default: the server's.
         */
        public fun engine(engine: String?): CreateDatabase = apply { this.engine = engine }

        /** The comment. Default: none. */
        public fun comment(comment: String?): CreateDatabase = apply { this.comment = comment }

        override fun sql(): String = buildString {
            append("CREATE DATABASE ").append(if (ifNotExists) "IF NOT EXISTS " else "")
            append(ClickHouseSql.quoteName(name)).append(clusterText())
            engine?.let { append(" ENGINE = ").append(TableText.required(it, "The engine of the database")) }
            comment?.let { append(" COMMENT ").append(ClickHouseSql.literal(it)) }
        }
    }

    /** Collects a statement that removes something: `DROP` or `TRUNCATE`. Not thread-safe. */
    public class Removal internal constructor(private val statement: String, private val name: String) : Builder<Removal>() {
        private var ifExists = false
        private var sync = false

        override val self: Removal get() = this

        /** Does nothing where there is none of that name, where it would be an error. */
        public fun ifExists(): Removal = apply { ifExists = true }

        /**
         * Waits until the data are gone, where a server may keep them for some minutes for an
         * `UNDROP`.
         */
        public fun sync(): Removal = apply { sync = true }

        override fun sql(): String =
            statement + (if (ifExists) " IF EXISTS " else " ") + name + clusterText() + (if (sync) " SYNC" else "")
    }

    /** Collects an `OPTIMIZE TABLE`. Not thread-safe. */
    public class OptimizeTable internal constructor(private val table: String) : Builder<OptimizeTable>() {
        private var partition: String? = null
        private var finalMerge = false
        private var deduplicate = false
        private var by: List<String> = emptyList()

        override val self: OptimizeTable get() = this

        /** Only this partition, an expression: `202601`, `'2026-01-01'`, `ID '202601'`. */
        public fun partition(expression: String?): OptimizeTable = apply { partition = expression }

        /** Merges all parts into one, also those that are one already: `FINAL`. */
        public fun finalMerge(): OptimizeTable = apply { finalMerge = true }

        /**
         * Removes rows that are equal to another one: in all columns, or in those of these names
         * (`BY`).
         */
        public fun deduplicate(vararg columns: String): OptimizeTable = apply {
            deduplicate = true
            by = columns.asList()
        }

        override fun sql(): String = buildString {
            append("OPTIMIZE TABLE ").append(table).append(clusterText())
            partition?.let { append(" PARTITION ").append(TableText.required(it, "The partition")) }
            if (finalMerge) append(" FINAL")
            if (deduplicate) append(" DEDUPLICATE")
            if (by.isNotEmpty()) append(" BY ").append(by.joinToString(", ") { ClickHouseSql.quoteName(it) })
        }
    }

    /** Collects a lightweight `DELETE`. Not thread-safe. */
    public class DeleteFrom internal constructor(private val table: String, private val condition: String) : Builder<DeleteFrom>() {
        private var partition: String? = null
        private val parameters = LinkedHashMap<String, Any?>()

        override val self: DeleteFrom get() = this

        /**
         * Gives a placeholder of the condition its value, as [QueryRequest.Builder.parameter] does.
         */
        public fun parameter(name: String, value: Any?): DeleteFrom = apply { parameters[name] = value }

        /** Several values, as [parameter] takes them. */
        public fun parameters(parameters: Map<String, Any?>): DeleteFrom = apply { this.parameters.putAll(parameters) }

        /** Only in this partition, an expression: `202601`, `'2026-01-01'`. */
        public fun partition(expression: String?): DeleteFrom = apply { partition = expression }

        override fun sql(): String = buildString {
            append("DELETE FROM ").append(table).append(clusterText())
            partition?.let { append(" IN PARTITION ").append(TableText.required(it, "The partition")) }
            append(" WHERE ").append(TableText.required(condition, "The condition of DELETE FROM $table"))
        }

        override fun request(sql: String): QueryRequest.Builder = super.request(sql).parameters(parameters)
    }

    public companion object {
        /** Starts a `CREATE DATABASE`. [name] is the name itself, without quotes. */
        @JvmStatic
        public fun createDatabase(name: String): CreateDatabase = CreateDatabase(name)

        /** Starts a `DROP DATABASE`. [name] is the name itself, without quotes. */
        @JvmStatic
        public fun dropDatabase(name: String): Removal = Removal("DROP DATABASE", ClickHouseSql.quoteName(name))

        /**
         * Starts a `DROP TABLE`. [table] is a name as for [InsertRequest.of]: `table` or
         * `database.table`, quoted where there is a dot in one of them ([ClickHouseSql.quoteName]).
         */
        @JvmStatic
        public fun dropTable(table: String): Removal = Removal("DROP TABLE", TableName.parse(table).quoted)

        /** Starts a `TRUNCATE TABLE`: all rows go, the table stays. [table] as for [dropTable]. */
        @JvmStatic
        public fun truncateTable(table: String): Removal = Removal("TRUNCATE TABLE", TableName.parse(table).quoted)

        /**
         * Starts an `OPTIMIZE TABLE`, which merges parts now and not when the server likes to.
         * [table] as for [dropTable].
         */
        @JvmStatic
        public fun optimizeTable(table: String): OptimizeTable = OptimizeTable(TableName.parse(table).quoted)

        /**
         * Starts a lightweight `DELETE`: of the rows for which [condition] holds, an expression
         * whose placeholders [DeleteFrom.parameter] gives values. [table] as for [dropTable].
         */
        @JvmStatic
        public fun deleteFrom(table: String, condition: String): DeleteFrom = DeleteFrom(TableName.parse(table).quoted, condition)
    }
}
