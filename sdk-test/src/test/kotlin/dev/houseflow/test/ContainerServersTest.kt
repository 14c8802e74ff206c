package dev.houseflow.test

import dev.houseflow.testkit.AvailableServers
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.matchers.shouldBe
import org.testcontainers.clickhouse.ClickHouseContainer
import org.testcontainers.utility.DockerImageName

class ContainerServersTest : FunSpec({
    val absent = AvailableServers.testcontainers.unavailableReason?.takeUnless { AvailableServers.isCi }

    test("a container that is started by its first use")
        .config(enabledOrReasonIf = { if (absent == null) Enabled.enabled else Enabled.disabled(absent) }) {
            val image = DockerImageName.parse(AvailableServers.IMAGE).asCompatibleSubstituteFor("clickhouse/clickhouse-server")
            ClickHouseContainer(image).use { container ->
                val server = ContainerServers.of(container)
                server.toString() shouldBe "TestServer(not started)"
                server.freshDatabase().use { database ->
                    container.isRunning shouldBe true
                    database.execute("CREATE TABLE t (x UInt8) ENGINE = MergeTree ORDER BY x", "INSERT INTO t VALUES (1), (2)")
                    database.assertTable("t").hasRowCount(2).hasColumns("x UInt8")
                }
                server.username() shouldBe container.username
                server.embeddedServer().isPresent shouldBe false
            }
        }
})
