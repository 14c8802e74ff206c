package dev.houseflow

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.time.Instant

@Serializable
private class Person(val id: Long, val fullName: String)

@Serializable
private class Moment(@Contextual val at: Instant)

class ExternalTableTest : FunSpec({
    fun structure(text: String): ExternalTable = ExternalTable.of("t", text, Format.CSV, "")

    test("a structure is columns, as they are sent") {
        val table = structure(" id  UInt64,name LowCardinality(String) , `a b` Decimal(9,2), `from` Array(Tuple(x Int8, String)) ")
        table.structure shouldBe "id UInt64, name LowCardinality(String), `a b` Decimal(9, 2), `from` Array(Tuple(x Int8, String))"
        table.urlParameters() shouldBe listOf("t_format" to "CSV", "t_structure" to table.structure)
        table.toString() shouldBe "ExternalTable(t: ${table.structure}, in CSV)"
    }

    test("or types alone") {
        val table = structure("UInt64, Nullable(String)")
        table.structure shouldBe "UInt64, Nullable(String)"
        table.urlParameters() shouldBe listOf("t_format" to "CSV", "t_types" to "UInt64, Nullable(String)")
    }

    test("what is no structure is refused, and nothing in it gets out of its parentheses") {
        val bad =
            listOf(
                "",
                " ",
                "id UInt64,",
                "id UInt64, String",
                "id UInt64, id String",
                "id Array(",
                "id UInt8) UNION ALL SELECT (1",
                "UInt8), Tuple(UInt8",
            )
        for (text in bad) {
            shouldThrow<ConfigurationException> { structure(text) }.message shouldContain
                "cannot be the structure of the external table \"t\""
        }
    }

    test("names that are none, or are those of fields, are refused") {
        for (name in listOf("", "a b", "1a", "a-b", "t\"", "a\r\nb", "query", "default", "param_x")) {
            shouldThrow<ConfigurationException> { ExternalTable.of(name, "UInt8", Format.CSV, "") }.message shouldContain "\"$name\""
        }
        shouldThrow<ConfigurationException> {
            QueryRequest.builder("SELECT 1").externalTable(structure("UInt8")).externalTable(structure("String")).build()
        }.message shouldBe "2 external tables are called \"t\"; give each a name of its own"
    }

    test("a request keeps its tables, and so do those made from it") {
        val first = structure("UInt8")
        val builder = QueryRequest.builder("SELECT 1").externalTable(first)
        val request = builder.build()
        builder.externalTable(ExternalTable.of("u", "UInt8", Format.CSV, ""))
        request.externalTables shouldBe listOf(first)
        request.toBuilder().build().externalTables shouldBe listOf(first)
    }

    test("rows have to fit the structure") {
        val rows = listOf(Person(1, "a"))
        ExternalTable("people", "full_name String, id Int64", rows).format shouldBe Format.NATIVE
        shouldThrow<FormatException> { ExternalTable("people", "id Int64", rows) }.message shouldContain "has no column for `fullName`"
        shouldThrow<FormatException> { ExternalTable("people", "id Int64, full_name String, age Int8", rows) }.message shouldContain "age"
        shouldThrow<FormatException> { ExternalTable("people", "id Int64, full_name Array(Int8)", rows) }.message shouldContain "full_name"
        shouldThrow<FormatException> { ExternalTable("ids", "Int64, Int64", listOf(1L)) }.message shouldContain "takes one column"
    }

    test("rows of moments need a time zone, which the server's is not known to be") {
        for (type in listOf("DateTime", "Array(Nullable(DateTime64(3)))", "Map(String, Tuple(DateTime))")) {
            shouldThrow<ConfigurationException> { ExternalTable("t", "at $type", listOf("x")) }.message shouldContain "DateTime('UTC')"
            ExternalTable.of("t", "at $type", Format.CSV, "").structure shouldBe "at $type"
        }
        ExternalTable("t", "at DateTime('UTC')", listOf(Moment(Instant.EPOCH))).structure shouldBe "at DateTime('UTC')"
    }

    test("a text that has no UTF-8 is refused") {
        shouldThrow<ConfigurationException> { ExternalTable.of("t", "String", Format.CSV, "\uD800") }.message shouldContain
            "The data of the table"
    }
})
