package dev.houseflow.samples.android

import dev.houseflow.coroutines.ClickHouseClient
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.launch
import java.net.InetAddress
import java.net.ServerSocket
import java.time.Instant
import java.util.UUID
import kotlin.time.Duration.Companion.milliseconds

/** Jobs that need a network. */
class WorkManagerTest : StringSpec({
    "a job waits for the network, is cancelled when that is lost, and runs again" {
        val network = MutableStateFlow(false)
        val begun = CompletableDeferred<Unit>()
        val cancelled = CompletableDeferred<Unit>()
        var runs = 0
        val worker = Worker {
            runs++
            if (runs == 1) {
                begun.complete(Unit)
                try {
                    awaitCancellation()
                } finally {
                    cancelled.complete(Unit)
                }
            }
            Result.SUCCESS
        }
        var result: Result? = null
        val job = launch { result = WorkManager(network, 1.milliseconds).run(worker) }
        runs shouldBe 0
        network.value = true
        begun.await()
        network.value = false
        cancelled.await()
        runs shouldBe 1
        network.value = true
        job.join()
        result shouldBe Result.SUCCESS
        runs shouldBe 2
    }

    "a failure ends it, and only what may pass is tried again" {
        var runs = 0
        val manager = WorkManager(MutableStateFlow(true), 1.milliseconds)
        manager.run { if (++runs < 3) Result.RETRY else Result.FAILURE } shouldBe Result.FAILURE
        runs shouldBe 3
        resultOf { } shouldBe Result.SUCCESS
        // Nothing listens there: that may pass.
        val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
        val queue = EventQueue(tempdir())
        queue.add(Event(UUID.randomUUID(), Instant.EPOCH, "kept"))
        ClickHouseClient("http://127.0.0.1:$port").use { SendEvents(it, queue).doWork() shouldBe Result.RETRY }
        // A closed client stays closed.
        val closed = ClickHouseClient("http://127.0.0.1:$port").apply { close() }
        SendEvents(closed, queue).doWork() shouldBe Result.FAILURE
        queue.waiting() shouldBe 1
    }
})
