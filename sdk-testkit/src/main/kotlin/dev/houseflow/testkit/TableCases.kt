package dev.houseflow.testkit

import dev.houseflow.ClickHouseColumn
import dev.houseflow.ClickHouseSql
import dev.houseflow.ConfigurationException
import dev.houseflow.DdlRequest
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.math.BigDecimal
import java.math.BigInteger
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.util.UUID

/** A rank that a row has. */
enum class Level { LOW, MIDDLE, HIGH }

/** A row of types that every server has. */
@Serializable
@JvmRecord
data class Plain(val id: Long, val name: String, val score: Double, val grade: Level, val maybe: Int?, val tags: List<String>)

/** The same of a later version of a program. */
@Serializable
@JvmRecord
data class PlainLater(
    val id: Long,
    val name: String,
    val score: Double,
    val grade: Level,
    val maybe: Int?,
    val tags: List<String>,
    val added: Long,
    val also: List<Long>,
)

/** An element of a row. */
@Serializable
@JvmRecord
data class Piece(val name: String, val count: Int)

/** One of several kinds. */
@Serializable
sealed interface Kind {
    /** One value. */
    @Serializable
    @JvmRecord
    data class Word(val word: String) : Kind

    /** One value of another type. */
    @Serializable
    @JvmRecord
    data class Size(val size: Long) : Kind

    /** Several values. */
    @Serializable
    @JvmRecord
    data class Place(val x: Double, val y: Double) : Kind
}

/** A row with a property of every kind. */
@Serializable
@JvmRecord
data class OfEveryKind(
    val id: Long,
    val flag: Boolean,
    val tiny: Byte,
    val small: Short,
    val number: Int,
    val ratio: Float,
    val score: Double,
    val name: String,
    @Contextual val big: BigInteger,
    @Contextual val price: BigDecimal,
    @Contextual val uuid: UUID,
    @Contextual val address: InetAddress,
    @Contextual val day: LocalDate,
    @Contextual val wall: LocalDateTime,
    @Contextual val at: Instant,
    @Contextual val span: Duration,
    @Contextual val clock: LocalTime,
    val grade: Level,
    val maybe: Int?,
    val tags: List<String>,
    val counts: Map<String, Long>,
    val piece: Piece,
    val pieces: List<Piece>,
    val nested: List<Piece>,
    val kind: Kind,
    @property:ClickHouseColumn(codec = "ZSTD(3)", comment = "it's marked", defaultExpression = "'none'")
    @field:ClickHouseColumn(codec = "ZSTD(3)", comment = "it's marked", defaultExpression = "'none'")
    val marked: String,
)

/** Tables for classes, and statements that need none. */
internal fun Contract.tableCases() {
    case("makes a table for a class, and reads back what it inserts there") {
        val name = newName()
        val request = client.createTable(name, rowClass<Plain>()) {
            orderBy("id", "name")
            tableSetting("index_granularity", 1024)
        }
        request.toSql() shouldBe "CREATE TABLE `$name`\n(\n    `id` Int64,\n    `name` String,\n    `score` Float64,\n" +
            "    `grade` Enum8('LOW' = 1, 'MIDDLE' = 2, 'HIGH' = 3),\n    `maybe` Nullable(Int32),\n    `tags` Array(String)\n)\n" +
            "ENGINE = MergeTree()\nORDER BY (`id`, `name`)\nSETTINGS index_granularity = 1024"
        client.tableExists(name) shouldBe false
        client.execute(request)
        try {
            client.describe(name).map { "${it.name} ${it.type}" } shouldContainExactly request.columns.map { "${it.name} ${it.type}" }
            client.tableInfo(name).sortingKey shouldBe "id, name"
            val rows = listOf(Plain(1, "a", 0.5, Level.HIGH, null, listOf("x", "y")), Plain(2, "it's", -1e300, Level.LOW, -7, emptyList()))
            client.insert(InsertRequest.of(name), rowClass<Plain>(), rows)
            client.query(QueryRequest.of("SELECT * FROM $name ORDER BY id"), rowClass<Plain>()).rows shouldBe rows
            shouldThrow<ServerException> { client.execute(request) }
            client.execute(client.createTable(name, rowClass<Plain>()) { ifNotExists() })
        } finally {
            client.execute(DdlRequest.dropTable(name).build())
        }
        client.tableExists(name) shouldBe false
    }

    case("makes a table for properties of every kind", Capability.NEWER_TYPES) {
        val name = newName()
        val request = client.createTable(name, rowClass<OfEveryKind>()) {
            orderBy("id")
            decimals(18, 4)
            nested("nested")
            codec("at", "Delta, ZSTD(1)")
        }
        client.execute(request)
        try {
            val columns = client.describe(name).associateBy { it.name }
            columns.getValue("nested.name").type.toString() shouldBe "Array(String)"
            columns.getValue("nested.count").type.toString() shouldBe "Array(Int32)"
            columns.getValue("pieces").type.toString() shouldBe "Array(Tuple(name String, count Int32))"
            columns.getValue("kind").type.toString() shouldBe "Variant(Int64, String, Tuple(x Float64, y Float64))"
            columns.getValue("maybe").type.toString() shouldBe "Nullable(Int32)"
            columns.getValue("price").type.toString() shouldBe "Decimal(18, 4)"
            columns.getValue("at").codec shouldBe "CODEC(Delta(8), ZSTD(1))"
            columns.getValue("marked").comment shouldBe "it's marked"
            columns.getValue("marked").codec shouldBe "CODEC(ZSTD(3))"
            columns.getValue("marked").defaultExpression shouldBe "'none'"
            val rows = listOf(everyKind(1, Kind.Word("w"), null), everyKind(2, Kind.Size(5), 4), everyKind(3, Kind.Place(1.0, -2.5), 0))
            client.insert(InsertRequest.of(name), rowClass<OfEveryKind>(), rows)
            client.query(QueryRequest.of("SELECT * FROM $name ORDER BY id"), rowClass<OfEveryKind>()).rows shouldBe rows
            client.missingColumns(request).shouldBeEmpty()
        } finally {
            client.execute(DdlRequest.dropTable(name).sync().build())
        }
    }

    case("adds to a table the columns that it lacks for a class") {
        val name = newName()
        client.execute(client.createTable(name, rowClass<Plain>()) { orderBy("id") })
        try {
            val row = Plain(1, "a", 0.5, Level.HIGH, null, listOf("x"))
            client.insert(InsertRequest.of(name), rowClass<Plain>(), listOf(row))
            client.alterTableFor(client.createTable(name, rowClass<Plain>())).shouldBeEmpty()
            val later = client.createTable(name, rowClass<PlainLater>()) { defaultExpression("added", "id + 1") }
            client.missingColumns(later).map { it.toSql() } shouldContainExactly
                listOf("`added` Int64 DEFAULT id + 1", "`also` Array(Int64)")
            client.describe(name).size shouldBe 6
            for (alter in client.alterTableFor(later)) client.execute(alter)
            client.missingColumns(later).shouldBeEmpty()
            client.query(QueryRequest.of("SELECT * FROM $name"), rowClass<PlainLater>()).rows shouldBe
                listOf(PlainLater(1, "a", 0.5, Level.HIGH, null, listOf("x"), 2, emptyList()))
            client.insert(
                InsertRequest.of(name),
                rowClass<PlainLater>(),
                listOf(PlainLater(2, "b", 1.0, Level.LOW, 3, emptyList(), 9, listOf(4, 5))),
            )
            ask("SELECT groupArray(added) FROM (SELECT added FROM $name ORDER BY id)") shouldBe "[2,9]"
            client.execute(QueryRequest.of("ALTER TABLE $name MODIFY COLUMN grade Enum8('LOW' = 1, 'HIGH' = 3, 'OTHER' = 9)"))
            for (alter in client.alterTableFor(later)) client.execute(alter)
            client.describe(name)[3].type.toString() shouldBe "Enum8('LOW' = 1, 'HIGH' = 3, 'OTHER' = 9, 'MIDDLE' = 10)"
            shouldThrow<ServerException> { client.missingColumns(client.createTable(newName(), rowClass<Plain>())) }.code shouldBe 60
        } finally {
            client.execute(DdlRequest.dropTable(name).build())
        }
    }

    case("lets the types of a table grow with a class", Capability.NEWER_TYPES) {
        val name = newName()
        client.execute(
            QueryRequest.of(
                "CREATE TABLE $name (id Int64, piece Tuple(name String), pieces Array(Tuple(count Int32)), " +
                    "kind Variant(String, Int64)) ENGINE = MergeTree() ORDER BY id",
            ),
        )
        try {
            client.execute(QueryRequest.of("INSERT INTO $name VALUES (1, tuple('old'), [tuple(7)], 'w')"))
            val request = client.createTable(name, rowClass<OfEveryKind>()) { decimals(18, 4) }
            for (alter in client.alterTableFor(request)) client.execute(alter)
            client.alterTableFor(request).shouldBeEmpty()
            val columns = client.describe(name).associate { it.name to it.type.toString() }
            columns["piece"] shouldBe "Tuple(name String, count Int32)"
            columns["pieces"] shouldBe "Array(Tuple(count Int32, name String))"
            columns["kind"] shouldBe "Variant(Int64, String, Tuple(x Float64, y Float64))"
            val row = everyKind(2, Kind.Place(1.0, -2.5), 4)
            client.insert(InsertRequest.of(name), rowClass<OfEveryKind>(), listOf(row))
            client.query(QueryRequest.of("SELECT * FROM $name WHERE id = 2"), rowClass<OfEveryKind>()).rows shouldBe listOf(row)
            ask("SELECT (piece, pieces, kind)::String FROM $name WHERE id = 1") shouldBe "((\\'old\\',0),[(7,\\'\\')],\\'w\\')"
        } finally {
            client.execute(DdlRequest.dropTable(name).sync().build())
        }
    }

    case("makes and removes databases and tables of hostile names") {
        val prefix = newName()
        for (text in HOSTILE_TEXTS) {
            withClue(text) {
                val database = "$prefix$text"
                client.execute(DdlRequest.createDatabase(database).build())
                client.databases().map { it.name } shouldContain database
                client.execute(DdlRequest.createDatabase(database).ifNotExists().build())
                val table = ClickHouseSql.quoteName(database, text)
                client.execute(client.createTable(table, rowClass<Numbered>()) { engine = "Memory" })
                client.insert(InsertRequest.of(table), rowClass<Numbered>(), listOf(Numbered(7)))
                client.query(QueryRequest.of("SELECT id FROM $table"), rowClass<Numbered>()).rows shouldBe listOf(Numbered(7))
                client.execute(DdlRequest.dropTable(table).build())
                client.execute(DdlRequest.dropTable(table).ifExists().build())
                client.execute(DdlRequest.dropDatabase(database).build())
                client.execute(DdlRequest.dropDatabase(database).ifExists().build())
                client.databases().map { it.name } shouldNotContain database
            }
        }
    }

    case("merges the parts of a table") {
        val table = newMergeTree("id Int64")
        for (id in 1..3) client.insert(InsertRequest.of(table), rowClass<Numbered>(), listOf(Numbered(id.toLong())))
        client.execute(DdlRequest.optimizeTable(table).finalMerge().build())
        ask("SELECT count() FROM system.parts WHERE table = '$table' AND active") shouldBe "1"
        ask("SELECT count() FROM $table") shouldBe "3"
    }

    case("empties a table, and merges rows that are equal", Capability.NEWER_TYPES) {
        val table = newMergeTree("id Int64")
        client.insert(InsertRequest.of(table), rowClass<Numbered>(), listOf(Numbered(1), Numbered(1), Numbered(2)))
        client.execute(DdlRequest.optimizeTable(table).finalMerge().deduplicate("id").build())
        ask("SELECT count() FROM $table") shouldBe "2"
        client.execute(DdlRequest.truncateTable(table).ifExists().build())
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("deletes rows", Capability.NEWER_TYPES) {
        val table = newMergeTree("id Int64, symbol String, price Float64")
        client.insert(
            InsertRequest.of(table),
            rowClass<Trade>(),
            listOf(Trade(1, "it's", 1.0), Trade(2, "b", 2.0), Trade(3, "it's", 3.0)),
        )
        client.execute(
            DdlRequest.deleteFrom(table, "symbol = {s:String} AND id < {n:Int64}").parameter("s", "it's").parameter("n", 3).build(),
        )
        client.query(QueryRequest.of("SELECT * FROM $table ORDER BY id"), rowClass<Trade>()).rows shouldBe
            listOf(Trade(2, "b", 2.0), Trade(3, "it's", 3.0))
    }

    case("makes a temporary table") {
        val name = newName()
        client.session { session ->
            session.execute(client.createTable(name, rowClass<Numbered>()) { temporary() })
            session.insert(InsertRequest.of(name), rowClass<Numbered>(), listOf(Numbered(1)))
            session.query(QueryRequest.of("SELECT id FROM $name"), rowClass<Numbered>()).rows shouldBe listOf(Numbered(1))
        }
        client.tableExists(name) shouldBe false
    }

    case("shows what the server says of a cluster that there is none of") {
        val name = newName()
        val requests = listOf<DdlRequest>(
            client.createTable(name, rowClass<Numbered>()) { onCluster("no ' such `cluster") },
            DdlRequest.createDatabase(name).onCluster(name).build(),
            DdlRequest.dropDatabase(name).onCluster(name).build(),
            DdlRequest.dropTable(name).onCluster(name).build(),
        )
        for (request in requests) withClue(request) { shouldThrow<ServerException> { client.execute(request) } }
        client.tableExists(name) shouldBe false
    }

    case("refuses a class that says too little") {
        val error = shouldThrow<ConfigurationException> { client.createTable("t", rowClass<OfEveryKind>()) }
        error.message.orEmpty() shouldContain "property `price: BigDecimal` needs a precision and a scale"
        val wrong = shouldThrow<ConfigurationException> { client.createTable("t", rowClass<Plain>()) { type("id", "UUID") } }
        wrong.message.orEmpty() shouldContain "column `id` is UUID but property"
        val unknown = shouldThrow<ConfigurationException> { client.createTable("t", rowClass<Plain>()) { codec("nane", "ZSTD") } }
        unknown.message.orEmpty() shouldContain "`Plain` has no property `nane`: did you mean `name`?"
    }
}

private fun everyKind(id: Long, kind: Kind, maybe: Int?) = OfEveryKind(
    id = id,
    flag = id % 2 == 0L,
    tiny = Byte.MIN_VALUE,
    small = Short.MAX_VALUE,
    number = Int.MIN_VALUE,
    ratio = 0.1f,
    score = 1e-300,
    name = "it's ünï",
    big = BigInteger.ONE.shiftLeft(200).negate(),
    price = BigDecimal("-12345.6789"),
    uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
    address = InetAddress.getByName("2001:db8::1"),
    day = LocalDate.of(1950, 2, 28),
    wall = LocalDateTime.of(2026, 3, 29, 2, 30, 0, 123_456_789),
    at = Instant.parse("2026-01-31T23:59:59.123456789Z"),
    span = Duration.ofHours(-30).plusNanos(1),
    clock = LocalTime.of(23, 59, 59, 999_999_999),
    grade = Level.MIDDLE,
    maybe = maybe,
    tags = listOf("a", "it's"),
    counts = mapOf("one" to 1L, "two" to 2L),
    piece = Piece("p", 1),
    pieces = listOf(Piece("a", 1), Piece("b", 2)),
    nested = listOf(Piece("c", 3)),
    kind = kind,
    marked = "m",
)
