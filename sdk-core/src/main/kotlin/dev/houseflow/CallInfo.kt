package dev.houseflow

import dev.houseflow.internal.sql.StatementText
import java.util.IdentityHashMap
import java.util.function.Supplier

/**
 * One call of a client, as its [CallListener]s see it: the same object in all events of the call.
 * Nothing is put into text before it is asked for. Thread-safe.
 */
public class CallInfo @InternalHouseflowApi constructor(
    /** What was asked for. */
    @get:JvmName("operation")
    public val operation: CallOperation,
    private val sql: Supplier<String?>,
    private val givenTable: String?,
    private val shownTarget: Supplier<String>,
    /**
     * The database in which unqualified names are looked up, as the request or the client says;
     * `null` when neither does: it is the user's own.
     */
    @get:JvmName("database")
    public val database: String?,
    /** The session of the call; `null` for none. */
    @get:JvmName("sessionId")
    public val sessionId: String?,
    private val id: Supplier<String>,
    /** The call that this one is made for, if it is one of the client's own; else `null`. */
    @get:JvmName("parent")
    public val parent: CallInfo?,
) {
    private val attached = IdentityHashMap<Any, Any>()

    /**
     * The statement as the request has it, without the values of its parameters; literals in it may
     * be secrets. Of an insert, the statement that the request makes, without its data. `null` for
     * handlers and pings.
     */
    @get:JvmName("statement")
    public val statement: String? by lazy(LazyThreadSafetyMode.PUBLICATION) { sql.get() }

    /**
     * [statement] without its literals, comments and data: a `?` stands in the place of each number
     * and text, and of each list of them. `null` where there is no statement.
     */
    @get:JvmName("statementWithoutLiterals")
    public val statementWithoutLiterals: String? by lazy(LazyThreadSafetyMode.PUBLICATION) {
        statement?.let(StatementText::withoutLiterals)
    }

    /**
     * The short form: what the statement does and to which tables, as in
     * `INSERT daily SELECT trades`, at most 255 characters. Of handlers, the method and the path;
     * of pings, `PING`. There are about as many short forms as a program has statements, so they
     * can be the names of groups.
     */
    @get:JvmName("summary")
    public val summary: String by lazy(LazyThreadSafetyMode.PUBLICATION) {
        statement?.let(StatementText::summary) ?: shownTarget.get()
    }

    /**
     * What the statement does, in capitals: `SELECT`, `INSERT`, `CREATE`. Of handlers `HANDLER`, of
     * pings `PING`.
     */
    @get:JvmName("command")
    public val command: String by lazy(LazyThreadSafetyMode.PUBLICATION) {
        statement?.let(StatementText::command)?.ifEmpty { null } ?: operation.name
    }

    /**
     * The table of an insert, as its caller named it, or the first one that the statement names,
     * with its database when that is named, too. `null` when there is none.
     */
    @get:JvmName("table")
    public val table: String? by lazy(LazyThreadSafetyMode.PUBLICATION) { givenTable ?: statement?.let(StatementText::table) }

    /**
     * The id of the call: that of its first attempt, see [Attempt.queryId]. Empty for handlers that
     * are given none, and for pings.
     */
    @get:JvmName("queryId")
    public val queryId: String by lazy { id.get() }

    /**
     * Keeps [value] with this call, for [attachment] to give back; `null` takes away what was kept.
     * [key] is compared by identity: a listener takes itself, or an object of its own.
     */
    public fun attach(key: Any, value: Any?) {
        synchronized(attached) { if (value == null) attached.remove(key) else attached.put(key, value) }
    }

    /** What was kept under [key], or `null`. */
    public fun attachment(key: Any): Any? = synchronized(attached) { attached[key] }

    /** Holds no literal of the statement. */
    override fun toString(): String = "CallInfo($operation $summary)"
}
