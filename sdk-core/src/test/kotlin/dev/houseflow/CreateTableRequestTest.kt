package dev.houseflow

import dev.houseflow.internal.ddl.GrownType
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FreeSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.Contextual
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import java.math.BigDecimal
import java.math.BigInteger
import java.net.Inet4Address
import java.net.Inet6Address
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.Period
import java.time.ZonedDateTime
import java.util.UUID
import kotlin.jvm.internal.PropertyReference1Impl
import kotlin.reflect.KProperty1

private enum class Side {
    BUY,

    @SerialName("it's a sale")
    SELL,
}

@Serializable
private data class Tick(
    val id: Long,
    val ts: @Contextual Instant,
    @SerialName("px") val price: Double,
    @ClickHouseColumn(codec = "T64, LZ4", comment = "it's how many", defaultExpression = "1", ttl = "ts + INTERVAL 1 DAY")
    val quantity: Int,
    val side: Side,
    val note: String? = null,
)

@Serializable
private class Scalars(
    val flag: Boolean,
    val i8: Byte,
    val i16: Short,
    val i32: Int,
    val i64: Long,
    val u8: UByte,
    val u16: UShort,
    val u32: UInt,
    val u64: ULong,
    val f32: Float,
    val f64: Double,
    val c: Char,
    val s: String,
    val bytes: ByteArray,
    val big: @Contextual BigInteger,
    val uuid: @Contextual UUID,
    val any: @Contextual InetAddress,
    val v4: @Contextual Inet4Address,
    val v6: @Contextual Inet6Address,
    val day: @Contextual LocalDate,
    val wall: @Contextual LocalDateTime,
    val at: @Contextual Instant,
    val zoned: @Contextual ZonedDateTime,
    val offset: @Contextual OffsetDateTime,
    val span: @Contextual Duration,
    val kotlinSpan: kotlin.time.Duration,
    val clock: @Contextual LocalTime,
    val json: JsonObject,
)

@Serializable
@JvmInline
private value class Cents(val count: Long)

@Serializable
private data class Item(val name: String, val price: Cents)

@Serializable
private sealed interface Event {
    @Serializable
    @SerialName("UInt64")
    data class Count(val n: ULong) : Event

    @Serializable
    data class Text(val text: String) : Event

    @Serializable
    data class Move(val x: Double, val y: Double) : Event
}

@Serializable
private class Composed(
    val tags: List<String>,
    val numbers: LongArray,
    val words: Set<String?>,
    val item: Item,
    val items: List<Item>,
    val byName: Map<String, List<Item>>,
    val pair: Pair<Int, String>,
    val event: Event?,
    val maybe: Cents?,
)

@Serializable
private class Money(
    val total: @Contextual BigDecimal,
    @ClickHouseColumn(type = "Decimal(38, 10)") val exact: @Contextual BigDecimal,
    val parts: List<@Contextual BigDecimal>,
)

@Serializable
private class Unsaid(
    val price: @Contextual BigDecimal,
    val every: @Contextual Period,
    val anything: JsonElement,
    val list: List<Int>?,
    val keys: Map<String?, Int>,
    val tree: Tree,
    val custom: @Contextual StringBuilder,
)

@Serializable
private class Tree(val children: List<Tree>)

@Serializable
private sealed interface Same {
    @Serializable
    class One(val n: Int) : Same

    @Serializable
    class Two(val n: Int) : Same
}

@Serializable
private class Ambiguous(val same: Same)

@Serializable
private class Named(val createdAt: Long, val URL: String, val inner: InnerNames)

@Serializable
private class InnerNames(val firstName: String)

@Serializable
private class Nothing0

class CreateTableRequestTest : FreeSpec({
    fun types(request: CreateTableRequest): List<String> = request.columns.map { "${it.name} ${it.type}" }

    "a statement with everything" {
        val request = CreateTableRequest<Tick>("shop.ticks") {
            engine = "ReplacingMergeTree(ts)"
            orderBy(Tick::id, Tick::ts)
            primaryKey(Tick::id)
            partitionBy("toYYYYMM(ts)")
            sampleBy("intHash32(id)")
            ttl("ts + INTERVAL 30 DAY")
            codec(Tick::ts, "Delta, ZSTD(3)")
            type(Tick::price, "Decimal(18, 4)")
            tableSetting("index_granularity", 1024)
            tableSetting("storage_policy", "it's")
            tableSetting("allow_nullable_key", true)
            definition("INDEX by_price px TYPE minmax")
            comment = "it's ticks"
            ifNotExists()
            onCluster("main")
            setting("max_threads", 1)
        }
        request.toSql() shouldBe """
            |CREATE TABLE IF NOT EXISTS `shop`.`ticks` ON CLUSTER `main`
            |(
            |    `id` Int64,
            |    `ts` DateTime64(9, 'UTC') CODEC(Delta, ZSTD(3)),
            |    `px` Decimal(18, 4),
            |    `quantity` Int32 DEFAULT 1 COMMENT 'it\'s how many' CODEC(T64, LZ4) TTL ts + INTERVAL 1 DAY,
            |    `side` Enum8('BUY' = 1, 'it\'s a sale' = 2),
            |    `note` Nullable(String),
            |    INDEX by_price px TYPE minmax
            |)
            |ENGINE = ReplacingMergeTree(ts)
            |PARTITION BY (toYYYYMM(ts))
            |PRIMARY KEY (`id`)
            |ORDER BY (`id`, `ts`)
            |SAMPLE BY (intHash32(id))
            |TTL ts + INTERVAL 30 DAY
            |SETTINGS index_granularity = 1024, storage_policy = 'it\'s', allow_nullable_key = 1
            |COMMENT 'it\'s ticks'
        """.trimMargin()
        request.toQueryRequest().settings shouldBe mapOf("max_threads" to "1")
        request.table shouldBe "shop.ticks"
        request.columns[3].toSql() shouldContain "CODEC(T64, LZ4)"
    }

    "the least statement" {
        CreateTableRequest<Item>("t").toSql() shouldBe
            "CREATE TABLE `t`\n(\n    `name` String,\n    `price` Int64\n)\nENGINE = MergeTree()\nORDER BY tuple()"
        CreateTableRequest<Item>("t") { engine = "Memory" }.toSql() shouldEndWith "\nENGINE = Memory"
        CreateTableRequest<Item>("t") { primaryKey("name") }.toSql() shouldEndWith "\nPRIMARY KEY (`name`)"
        CreateTableRequest<Item>("t") { temporary() }.toSql() shouldBe
            "CREATE TEMPORARY TABLE `t`\n(\n    `name` String,\n    `price` Int64\n)"
    }

    "the types of single values" {
        types(CreateTableRequest<Scalars>("t")) shouldBe listOf(
            "flag Bool", "i8 Int8", "i16 Int16", "i32 Int32", "i64 Int64", "u8 UInt8", "u16 UInt16", "u32 UInt32", "u64 UInt64",
            "f32 Float32", "f64 Float64", "c String", "s String", "bytes String", "big Int256", "uuid UUID",
            "any IPv6", "v4 IPv4", "v6 IPv6", "day Date32", "wall DateTime64(9, 'UTC')", "at DateTime64(9, 'UTC')",
            "zoned DateTime64(9, 'UTC')", "offset DateTime64(9, 'UTC')", "span Time64(9)", "kotlinSpan Time64(9)",
            "clock Time64(9)", "json JSON",
        )
    }

    "the types of what has parts" {
        types(CreateTableRequest<Composed>("t")) shouldBe listOf(
            "tags Array(String)",
            "numbers Array(Int64)",
            "words Array(Nullable(String))",
            "item Tuple(name String, price Int64)",
            "items Array(Tuple(name String, price Int64))",
            "byName Map(String, Array(Tuple(name String, price Int64)))",
            "pair Tuple(Int32, String)",
            "event Variant(String, Tuple(x Float64, y Float64), UInt64)",
            "maybe Nullable(Int64)",
        )
        CreateTableRequest<Composed>("t") { nested(Composed::items) }.toSql() shouldContain "`items` Nested(name String, price Int64)"
    }

    "decimals need a precision and a scale" {
        val error = shouldThrow<ConfigurationException> { CreateTableRequest<Money>("t") }.message.orEmpty()
        error shouldContain "property `total: BigDecimal` needs a precision and a scale"
        error shouldContain "each element of property `parts: List<BigDecimal>` needs a precision"
        error shouldNotContain "exact"
        types(CreateTableRequest<Money>("t") { decimals(18, 4) }) shouldBe
            listOf("total Decimal(18, 4)", "exact Decimal(38, 10)", "parts Array(Decimal(18, 4))")
        types(
            CreateTableRequest<Money>("t") {
                type(Money::total, "Decimal64(2)")
                type("parts", "Array(Decimal(9, 2))")
                type(Money::exact, "Decimal(20, 0)")
            },
        ) shouldBe listOf("total Decimal(18, 2)", "exact Decimal(20, 0)", "parts Array(Decimal(9, 2))")
        for ((precision, scale) in listOf(0 to 0, 77 to 0, 5 to 6, 5 to -1)) {
            withClue("$precision, $scale") {
                shouldThrow<ConfigurationException> { CreateTableRequest<Money>("t") { decimals(precision, scale) } }
            }
        }
    }

    "one error names all that is not said" {
        val error = shouldThrow<ConfigurationException> { CreateTableRequest<Unsaid>("t") }.message.orEmpty()
        error shouldContain "`Unsaid` does not say all types of its columns:"
        for (part in listOf(
            "property `price: BigDecimal` needs a precision",
            "property `every: Period` needs a unit",
            "property `anything: JsonElement` may be of any type: give it a type",
            "property `list: List<Int>?` may be null, and ClickHouse has no NULL beside the values of Array(Int32)",
            "each key of property `keys: Map<String?, Int>` may be null",
            "property `tree.children: List<Tree>` holds objects of its own class",
            "property `custom: StringBuilder` is @Contextual",
        )) {
            error shouldContain part
        }
        shouldThrow<ConfigurationException> { CreateTableRequest<Ambiguous>("t") }.message.orEmpty() shouldContain
            "the subclasses `One` and `Two`, which are both Int32"
        shouldThrow<ConfigurationException> { CreateTableRequest<Nothing0>("t") }.message.orEmpty() shouldContain "no properties"
        shouldThrow<ConfigurationException> { CreateTableRequest<Long>("t") }.message.orEmpty() shouldContain "`Long` has no properties"
    }

    "a type that does not take the property is refused" {
        shouldThrow<ConfigurationException> { CreateTableRequest<Tick>("t") { type(Tick::id, "UUID") } }.message.orEmpty() shouldContain
            "column `id` is UUID but property `id: Long` does not hold that"
        val ending = "Int64) ENGINE Null --"
        shouldThrow<ConfigurationException> { CreateTableRequest<Tick>("t") { type("id", ending) } }.message.orEmpty() shouldContain
            "property `id: Long` has a type that is none"
        shouldThrow<ConfigurationException> { CreateTableRequest<Tick>("t") { nested(Tick::note) } }.message.orEmpty() shouldContain
            "cannot be a Nested"
        shouldThrow<ConfigurationException> { CreateTableRequest<Tick>("t") { type("prise", "Float32") } }.message.orEmpty() shouldBe
            "`Tick` has no property `prise`: name one that it has"
        shouldThrow<ConfigurationException> { CreateTableRequest<Tick>("t") { type("quantty", "Int8") } }.message.orEmpty() shouldContain
            "did you mean `quantity`?"
    }

    "enums are texts by choice" {
        types(CreateTableRequest<Tick>("t") { enumsAsStrings() })[4] shouldBe "side LowCardinality(String)"
        types(CreateTableRequest<Tick>("t") { type(Tick::side, "Enum16('BUY' = 5, 'it\\'s a sale' = 300)") })[4] shouldBe
            "side Enum16('BUY' = 5, 'it\\'s a sale' = 300)"
    }

    "names in snake case" {
        val request = CreateTableRequest<Named>("t") {
            snakeCaseNames()
            orderBy("createdAt")
            partitionBy("created_at")
        }
        types(request) shouldBe listOf("created_at Int64", "URL String", "inner Tuple(first_name String)")
        request.toSql() shouldContain "ORDER BY (`created_at`)"
        request.toSql() shouldContain "PARTITION BY (`created_at`)"
    }

    "properties as Kotlin hands them over without its library for reflection" {
        fun bare(name: String, getter: String): KProperty1<Tick, *> {
            @Suppress("UNCHECKED_CAST")
            return PropertyReference1Impl(Tick::class.java, name, getter, 0) as KProperty1<Tick, *>
        }
        CreateTableRequest<Tick>("t") {
            orderBy(bare("id", "getId()J"))
            codec(bare("price", "getPrice()D"), "Gorilla")
        }.toSql().let {
            it shouldContain "`px` Float64 CODEC(Gorilla)"
            it shouldContain "ORDER BY (`id`)"
        }
    }

    "columns that the server computes" {
        val sql = CreateTableRequest<Tick>("t") {
            defaultExpression(Tick::note, "'none'")
            materialized(Tick::price, "id / 2")
            alias("quantity", "id + 1")
            comment(Tick::id, "a `key`")
            ttl(Tick::note, "ts + INTERVAL 2 DAY")
        }.toSql()
        sql shouldContain "`note` Nullable(String) DEFAULT 'none' TTL ts + INTERVAL 2 DAY"
        sql shouldContain "`px` Float64 MATERIALIZED id / 2"
        sql shouldContain "`quantity` Int32 ALIAS id + 1 COMMENT"
        sql shouldContain "`id` Int64 COMMENT 'a `key`'"
    }

    "what is empty is refused" {
        val refused = listOf<CreateTableRequest.Builder<Tick>.() -> Unit>(
            { engine = " " },
            { orderBy("") },
            { ttl("") },
            { ttl("note", " ") },
            { codec("note", "") },
            { definition("") },
            { materialized("note", "") },
            { tableSetting("a b", 1) },
            { onCluster("") },
        )
        for (configure in refused) shouldThrow<ConfigurationException> { CreateTableRequest("t", configure) }
        for (table in listOf("", "a.", "a.b.c")) shouldThrow<ConfigurationException> { CreateTableRequest<Tick>(table) }
    }

    "names with quotes in them stay names" {
        val table = ClickHouseSql.quoteName("a.b", "c`; DROP TABLE x; --")
        CreateTableRequest<Tick>(table) { onCluster("m`") }.toSql() shouldContain
            "CREATE TABLE `a.b`.`c\\`; DROP TABLE x; --` ON CLUSTER `m\\``\n"
    }

    "what a table lacks" {
        fun there(vararg columns: String) = columns.map {
            val (name, type) = it.split(' ', limit = 2)
            ColumnInfo(name, ClickHouseType.parse(type), null, null, null, null, null, null, null, null, null)
        }

        val request = CreateTableRequest<Tick>("shop.ticks") {
            onCluster("main")
            setting("alter_sync", 2)
        }
        request.missingColumns(there("id Int64", "ts DateTime", "px String", "quantity Int8", "side String", "note String")).shouldBeEmpty()
        request.alterTableFor(there("id Int64", "ts DateTime", "px String", "quantity Int8", "side String", "note String")).shouldBeEmpty()
        val alter = request.alterTableFor(there("ts DateTime", "px String", "side String", "note String", "other String")).single()
        alter.toSql() shouldBe """
            |ALTER TABLE `shop`.`ticks` ON CLUSTER `main`
            |    ADD COLUMN `id` Int64,
            |    ADD COLUMN `quantity` Int32 DEFAULT 1 COMMENT 'it\'s how many' CODEC(T64, LZ4) TTL ts + INTERVAL 1 DAY
        """.trimMargin()
        alter.toQueryRequest().settings shouldBe mapOf("alter_sync" to "2")

        CreateTableRequest<Item>("t") { ifNotExists() }.alterTableFor(there("price Int64")).map { it.toSql() } shouldBe
            listOf("ALTER TABLE `t`\n    ADD COLUMN IF NOT EXISTS `name` String")

        fun enums(type: String): List<String> = CreateTableRequest<Tick>("t")
            .alterTableFor(there("id Int64", "ts DateTime", "px String", "quantity Int8", "side $type", "note String"))
            .map { it.toSql() }
        enums("Enum8('it\\'s a sale' = 5, 'BUY' = -7)").shouldBeEmpty()
        enums("Enum8('HOLD' = 5, 'BUY' = -7)") shouldBe
            listOf("ALTER TABLE `t`\n    MODIFY COLUMN `side` Enum8('BUY' = -7, 'HOLD' = 5, 'it\\'s a sale' = 6)")
        enums("Nullable(Enum8('HOLD' = 126))") shouldBe
            listOf("ALTER TABLE `t`\n    MODIFY COLUMN `side` Nullable(Enum16('HOLD' = 126, 'BUY' = 127, 'it\\'s a sale' = 128))")
        enums("Array(String)").shouldBeEmpty()

        fun grown(there: String, wanted: String): String? = GrownType.of(
            ClickHouseType.parse(there),
            ClickHouseType.parse(wanted),
        )?.toString()
        grown("Variant(Int64, String)", "Variant(Date, Int64)") shouldBe "Variant(Int64, String, Date)"
        grown("Variant(Int64, String)", "Variant(String)") shouldBe null
        grown("Variant(Int64, String)", "Date") shouldBe null
        grown("Tuple(a Int8, first_name String)", "Tuple(firstName String, b Int64, a Int64)") shouldBe
            "Tuple(a Int8, first_name String, b Int64)"
        grown("Tuple(Int8, String)", "Tuple(a Int8, b String, c Date)") shouldBe null
        grown("Nested(a Int8)", "Array(Tuple(a Int8, b Enum8('x' = 1)))") shouldBe "Nested(a Int8, b Enum8('x' = 1))"
        grown("Map(String, Tuple(a Enum8('x' = 1)))", "Map(String, Tuple(a Enum8('y' = 1)))") shouldBe
            "Map(String, Tuple(a Enum8('x' = 1, 'y' = 2)))"
        grown("Array(LowCardinality(Nullable(String)))", "Array(String)") shouldBe null

        val named = CreateTableRequest<Named>("t")
        named.missingColumns(there("created_at Int64", "inner Tuple(firstName String)")).map { it.name } shouldBe listOf("URL")

        val composed = CreateTableRequest<Composed>("t")
        val parts = listOf("tags", "numbers", "words", "item", "byName", "pair", "event").map { "$it String" }.toTypedArray()
        composed.missingColumns(there(*parts, "maybe Int64", "items.name Array(String)", "items.price Array(Int64)")).shouldBeEmpty()
        composed.missingColumns(there(*parts, "maybe Int64", "items.name Array(String)")).map { it.toSql() } shouldBe
            listOf("`items.price` Array(Int64)")
    }
})
