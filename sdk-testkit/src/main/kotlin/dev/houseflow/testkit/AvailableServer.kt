package dev.houseflow.testkit

/**
 * What newer servers can do and older ones cannot. A contract's case names what it needs, and is
 * skipped by name where that is lacking.
 */
enum class Capability(val description: String) {
    QUERY_PARAMETERS("query parameters, {name:Type}"),
    ERROR_NAMES("the names of error codes"),
    SUMMARY("X-ClickHouse-Summary"),
    PROGRESS("X-ClickHouse-Progress"),
    DESCRIBED_FORMAT("X-ClickHouse-Format"),
    NEWER_TYPES("Bool, DateTime64 and LowCardinality outside of experiments"),
    PARQUET("the Parquet format"),
    COMPACT_ROWS("the format JSONCompactEachRow"),
    NULL_AS_DEFAULT("input_format_null_as_default"),
    SESSION_TIMEZONE("session_timezone"),
    ANY_STATES("states of aggregate functions whose layout only the server knows"),

    ASYNC_INSERTS("asynchronous inserts"),
    HTTP_CODINGS("zstd and lz4 as content codings of HTTP"),
}

/**
 * One server that the contract runs against. [address] starts it on first use; it ends with the
 * JVM.
 *
 * @property name how test names call it.
 * @property lacks what this server cannot do.
 * @property wrongPasswordCode the error code with which it refuses a wrong password.
 * @property unavailableReason why it cannot be used, or `null` when it is.
 */
class AvailableServer(
    val name: String,
    val lacks: Set<Capability>,
    val wrongPasswordCode: Int,
    val unavailableReason: String?,
    start: () -> ServerAddress,
) {
    val address: ServerAddress by lazy(start)

    override fun toString(): String = name
}

/** Where a server listens, and a user who may do everything there. */
class ServerAddress(val endpoint: String, val username: String, val password: String) {
    override fun toString(): String = "$endpoint as $username"
}
