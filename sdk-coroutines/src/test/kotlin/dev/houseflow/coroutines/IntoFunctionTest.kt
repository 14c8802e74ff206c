package dev.houseflow.coroutines

import dev.houseflow.ClickHouseSql
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import kotlin.io.path.readText

class IntoFunctionTest : FunSpec({
    test("I13 rows that go into the table function of a file stand in the file") {
        val folder = Files.createTempDirectory("into-function")
        val file = folder.resolve("it's.csv")
        EmbeddedClickHouse.builder().allowFiles().start().use { server ->
            ClickHouseClient(server.endpoint()).use { ch ->
                val function = "file(${ClickHouseSql.literal(file.toString())}, 'CSV', 'id Int64, name String')"
                ch.rawInsert(InsertRequest.intoFunction(function).build(), Format.TAB_SEPARATED, "1\ta\n2\tb\n")
                file.readText() shouldBe "1,\"a\"\n2,\"b\"\n"
            }
        }
        file.toFile().delete()
        folder.toFile().delete()
    }
})
