package dev.houseflow.testkit

import dev.houseflow.ClickHouseSql
import dev.houseflow.ColumnInfo
import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain

private const val UNKNOWN_TABLE = 60
private const val UNKNOWN_DATABASE = 81

/** What a server says of its databases, tables and columns. */
internal fun Contract.schemaCases() {
    case("G4 describes the columns of a table") {
        val table = newMergeTree(
            "id UInt64 COMMENT 'it\\'s a key', name String DEFAULT concat('n', toString(id)), list Array(Int32), " +
                "twice UInt64 ALIAS id * 2",
        )
        for (name in listOf(table, "default.$table", ClickHouseSql.quoteName("default", table))) {
            val columns = client.describe(name)
            columns.map { "${it.name} ${it.type}" } shouldContainExactly
                listOf("id UInt64", "name String", "list Array(Int32)", "twice UInt64")
            columns.map { it.defaultKind } shouldContainExactly listOf(null, "DEFAULT", null, "ALIAS")
            columns[1].defaultExpression.orEmpty() shouldContain "toString(id)"
            columns.map { it.comment } shouldContainExactly listOf("it's a key", null, null, null)
            columns.map { it.codec } shouldContainExactly listOf(null, null, null, null)
        }
    }

    case("describes codecs, comments, ends of life and keys", Capability.NEWER_TYPES) {
        val table = newName()
        val sql = "CREATE TABLE $table (day Date, id UInt64 CODEC(Delta, ZSTD(3)), " +
            "note String COMMENT 'it''s a note' TTL day + INTERVAL 1 DAY, hash UInt32, made String MATERIALIZED upper(note), " +
            "late UInt8 EPHEMERAL 5) ENGINE = MergeTree " +
            "PARTITION BY toYYYYMM(day) PRIMARY KEY (id, hash) ORDER BY (id, hash, day) SAMPLE BY hash"
        client.execute(QueryRequest.of(sql))
        try {
            val columns = client.describe(table).associateBy { it.name }
            columns.keys.toList() shouldContainExactly listOf("day", "id", "note", "hash", "made", "late")
            columns.getValue("id").codec shouldBe "CODEC(Delta(8), ZSTD(3))"
            columns.getValue("note").comment shouldBe "it's a note"
            columns.getValue("note").ttl.orEmpty() shouldContain "day +"
            columns.getValue("made").defaultKind shouldBe "MATERIALIZED"
            columns.getValue("made").defaultExpression shouldBe "upper(note)"
            columns.getValue("late").defaultKind shouldBe "EPHEMERAL"
            columns.values.filter { it.inPrimaryKey == true }.map { it.name } shouldContainExactly listOf("id", "hash")
            columns.values.filter { it.inSortingKey == true }.map { it.name } shouldContainExactly listOf("day", "id", "hash")
            columns.values.filter { it.inPartitionKey == true }.map { it.name } shouldContainExactly listOf("day")
            columns.values.filter { it.inSamplingKey == true }.map { it.name } shouldContainExactly listOf("hash")
            columns.getValue("note").inPrimaryKey shouldBe false
            val info = client.tableInfo(table)
            info.partitionKey shouldBe "toYYYYMM(day)"
            info.primaryKey shouldBe "id, hash"
            info.sortingKey shouldBe "id, hash, day"
            info.samplingKey shouldBe "hash"
            info.engineFull.orEmpty() shouldContain "SAMPLE BY hash"
        } finally {
            client.execute(QueryRequest.of("DROP TABLE $table"))
        }
    }

    case("describes no parts of columns and no virtual ones", Capability.NEWER_TYPES) {
        val table = newMergeTree("id UInt64, pair Tuple(a UInt8, b String)")
        client.session { session ->
            session.execute(QueryRequest.of("SET describe_include_subcolumns = 1, describe_include_virtual_columns = 1"))
            session.describe(table).map { it.name } shouldContainExactly listOf("id", "pair")
        }
    }

    case("describes the result of a query") {
        val columns = client.describe(QueryRequest.of("SELECT toUInt8(1) AS n, [toString(2)] AS list"))
        columns.map(ColumnInfo::toString) shouldContainExactly listOf("`n` UInt8", "`list` Array(String)")
        columns.map { it.inSortingKey } shouldContainExactly listOf(false, false)
        shouldThrow<ConfigurationException> { client.describe(QueryRequest.of("DROP TABLE nothing")) }
    }

    case("tells of a table that is not there") {
        val name = newName()
        client.tableExists(name) shouldBe false
        client.tableExists("$name.$name") shouldBe false
        shouldThrow<ServerException> { client.describe(name) }.code shouldBe UNKNOWN_TABLE
        shouldThrow<ServerException> { client.tableInfo(name) }.code shouldBe UNKNOWN_TABLE
        shouldThrow<ServerException> { client.tables(name) }.code shouldBe UNKNOWN_DATABASE
        for (wrong in listOf("", "a.", ".a", "a.b.c")) {
            withClue(wrong) { shouldThrow<ConfigurationException> { client.tableInfo(wrong) } }
        }
        shouldThrow<ConfigurationException> { client.tables("") }
    }

    case("G4 lists databases and their tables") {
        val database = newDatabase()
        client.databases().single { it.name == database }.engine shouldNotBe ""
        client.tables(database).shouldBeEmpty()
        client.execute(QueryRequest.of("CREATE TABLE $database.b (id UInt64) ENGINE = Memory"))
        client.execute(QueryRequest.of("CREATE TABLE $database.a (id UInt64) ENGINE = MergeTree() ORDER BY id"))
        client.execute(QueryRequest.of("CREATE VIEW $database.c AS SELECT id FROM $database.a"))
        val tables = client.tables(database)
        tables.map { "${it.name} ${it.engine}" } shouldContainExactly listOf("a MergeTree", "b Memory", "c View")
        tables.map { it.database }.distinct() shouldContainExactly listOf(database)
        val inside = connect(database = database)
        inside.tables(null).map { it.name } shouldContainExactly listOf("a", "b", "c")
        inside.tableExists("c") shouldBe true
        inside.tableInfo("a").createStatement.orEmpty() shouldContain "CREATE TABLE $database.a"
        client.tables(null).map { it.name } shouldNotContain "c"
        // They are many, and of engines of all kinds.
        client.tables("system").map { it.name } shouldContain "tables"
    }

    case("tells engine and keys of a table") {
        val table = newName()
        client.execute(
            QueryRequest.of("CREATE TABLE $table (day Date, id UInt64) ENGINE = MergeTree() PARTITION BY day ORDER BY (id, day)"),
        )
        try {
            val info = client.tableInfo(table)
            info.database shouldBe "default"
            info.quotedName shouldBe "`default`.`$table`"
            info.engine shouldBe "MergeTree"
            info.partitionKey shouldBe "day"
            info.sortingKey shouldBe "id, day"
            info.samplingKey shouldBe null
            info.isTemporary shouldBe false
            client.tableInfo(info.quotedName).name shouldBe table
        } finally {
            client.execute(QueryRequest.of("DROP TABLE $table"))
        }
    }

    case("tells rows, bytes and comment of a table", Capability.NEWER_TYPES) {
        val table = newName()
        client.execute(QueryRequest.of("CREATE TABLE $table (id UInt64) ENGINE = MergeTree ORDER BY id COMMENT 'about it'"))
        try {
            client.execute(QueryRequest.of("INSERT INTO $table SELECT number FROM numbers(10)"))
            val info = client.tableInfo(table)
            info.rows shouldBe 10
            info.bytes shouldNotBe null
            info.comment shouldBe "about it"
        } finally {
            client.execute(QueryRequest.of("DROP TABLE $table"))
        }
    }

    case("finds tables and columns of hostile names") {
        val database = newDatabase()
        for ((number, text) in HOSTILE_TEXTS.withIndex()) {
            withClue(text) {
                val name = ClickHouseSql.quoteName(database, text)
                // 18.16 writes tables to files by their names, and reads them back.
                client.execute(QueryRequest.of("CREATE TABLE $name (${ClickHouseSql.quoteName(text)} UInt64, n UInt8) ENGINE = Memory"))
                client.tableExists(name) shouldBe true
                client.tableInfo(name).name shouldBe text
                client.tableInfo(client.tableInfo(name).quotedName).name shouldBe text
                client.describe(name).map { it.name } shouldContainExactly listOf(text, "n")
                client.tables(database).size shouldBe number + 1
            }
        }
        client.tables(database).map { it.name }.toSet() shouldBe HOSTILE_TEXTS.toSet()
    }

    case("sees the temporary tables of a session") {
        val name = newName()
        client.session { session ->
            session.tableExists(name) shouldBe false
            session.execute(QueryRequest.of("CREATE TEMPORARY TABLE $name (id UInt64)"))
            session.tableExists(name) shouldBe true
            session.describe(name).single().name shouldBe "id"
            session.tableInfo(name).isTemporary shouldBe true
            session.tableInfo(session.tableInfo(name).quotedName).name shouldBe name
            session.tables(null).map { it.name } shouldContain name
        }
        client.tableExists(name) shouldBe false
    }

    case("lists no dictionaries where there are none, and those there are", Capability.NEWER_TYPES) {
        val database = newDatabase()
        client.dictionaries().filter { it.database == database }.shouldBeEmpty()
        client.execute(QueryRequest.of("CREATE TABLE $database.source (id UInt64, word String) ENGINE = Memory"))
        client.execute(
            QueryRequest.of(
                "CREATE DICTIONARY $database.words (id UInt64, word String DEFAULT 'none') PRIMARY KEY id " +
                    "SOURCE(CLICKHOUSE(QUERY 'SELECT id, word FROM $database.source')) LAYOUT(FLAT()) LIFETIME(0) COMMENT 'all words'",
            ),
        )
        val before = client.dictionaries().single { it.database == database }
        before.name shouldBe "words"
        before.status shouldBe "NOT_LOADED"
        before.lastSuccessfulUpdate shouldBe null
        client.execute(QueryRequest.of("INSERT INTO $database.source VALUES (1, 'one'), (2, 'two')"))
        ask("SELECT dictGet('$database.words', 'word', toUInt64(2))") shouldBe "two"
        val dictionary = client.dictionaries().single { it.database == database }
        dictionary.status shouldBe "LOADED"
        dictionary.layout shouldBe "Flat"
        dictionary.keys.orEmpty().map { "$it" } shouldContainExactly listOf("`id` UInt64")
        dictionary.attributes.orEmpty().map { "$it" } shouldContainExactly listOf("`word` String")
        dictionary.rows shouldBe 2
        dictionary.comment shouldBe "all words"
        dictionary.lastException shouldBe null
        dictionary.lastSuccessfulUpdate shouldNotBe null
    }

    case("lists dictionaries on any server") {
        client.dictionaries().map { it.name }.toSet().size shouldBe client.dictionaries().size
    }
}
