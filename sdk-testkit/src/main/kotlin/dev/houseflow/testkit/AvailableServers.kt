package dev.houseflow.testkit

import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.recent.RecentServer
import org.testcontainers.DockerClientFactory
import org.testcontainers.clickhouse.ClickHouseContainer
import org.testcontainers.utility.DockerImageName

/**
 * The servers that tests may use. One that is missing is a skip with its reason on a developer's
 * machine, and a failure in CI (`CI=true`), where silence would look like success.
 */
object AvailableServers {
    /** The name of the image that `.ci/docker-image` builds. */
    const val IMAGE: String = "local/clickhouse-server:18.16.1"

    private const val URL_VARIABLE = "HOUSEFLOW_CLICKHOUSE_URL"

    /** Whether this is a CI run, where every server must be at hand. */
    val isCi: Boolean get() = System.getenv("CI") == "true"

    /**
     * ClickHouse 18.16 is from 2018: it answers plain queries, and lacks whatever later versions
     * brought.
     */
    private val LACKS_OF_18_16 = Capability.entries.toSet()

    /** One embedded server for all tests of a JVM. Its launcher ends it with the JVM. */
    val embedded: AvailableServer = AvailableServer(
        name = "embedded",
        lacks = emptySet(),
        wrongPasswordCode = 516,
        unavailableReason = null,
    ) { ServerAddress(EmbeddedClickHouse.start().endpoint(), "default", "") }

    /** What stands for ClickHouse 26.10, before the embedded server. */
    val recent: AvailableServer = AvailableServer(
        name = "scripted 26.10",
        lacks = setOf(Capability.ANY_STATES),
        wrongPasswordCode = 516,
        unavailableReason = null,
    ) { ServerAddress(RecentServer(embedded.address.endpoint).endpoint, "default", "") }

    /** Debian's clickhouse-server, which is started before the tests. */
    val debian: AvailableServer = AvailableServer(
        name = "clickhouse-server 18.16",
        lacks = LACKS_OF_18_16,
        wrongPasswordCode = 193,
        unavailableReason = if (System.getenv(URL_VARIABLE).isNullOrBlank()) {
            "$URL_VARIABLE does not name the HTTP endpoint of Debian's clickhouse-server 18.16; .ci/clickhouse-server starts one"
        } else {
            null
        },
    ) { ServerAddress(System.getenv(URL_VARIABLE), "default", "") }

    /** The same version in a container. Testcontainers ends it with the JVM. */
    val testcontainers: AvailableServer by lazy {
        AvailableServer(
            name = "Testcontainers, clickhouse-server 18.16",
            lacks = LACKS_OF_18_16,
            wrongPasswordCode = 193,
            unavailableReason = containerAbsence(),
        ) {
            val container = ClickHouseContainer(
                DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("clickhouse/clickhouse-server"),
            )
            container.start()
            ServerAddress("http://${container.host}:${container.getMappedPort(8123)}", container.username, container.password)
        }
    }

    /**
     * The image is asked for by hand: for a missing one Testcontainers would try to pull for
     * minutes.
     */
    private fun containerAbsence(): String? = when {
        // Only the environment turns the reaper off, and merely asking for the engine would try to
        // pull its image.
        System.getenv("TESTCONTAINERS_RYUK_DISABLED") != "true" -> "TESTCONTAINERS_RYUK_DISABLED is not true in the environment"
        !DockerClientFactory.instance().isDockerAvailable -> "no Docker engine answers; .ci/docker-engine starts one"
        !hasImage() -> "the Docker engine does not have the image $IMAGE; .ci/docker-image builds it"
        else -> null
    }

    private fun hasImage(): Boolean =
        DockerClientFactory.instance().client().listImagesCmd().exec().any { image -> image.repoTags.orEmpty().any { it == IMAGE } }
}
