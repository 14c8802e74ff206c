package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TlsOptions
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import javax.net.ssl.SSLContext

class RequestHeadsTest : StringSpec({
    "a port that goes without saying is not said" {
        val tls = TlsOptions(SSLContext.getDefault())
        fun host(route: Route): String {
            val head = RequestHeads(route).of(HttpCall(route, "GET", "/", emptyList(), RequestBody.None), null, null)
            return String(head).lines().single { it.startsWith("Host: ") }
        }
        host(Route("a.example", 443, tls, null)) shouldBe "Host: a.example"
        host(Route("a.example", 80, null, null)) shouldBe "Host: a.example"
        host(Route("::1", 443, tls, null)) shouldBe "Host: [::1]"
        host(Route("a.example", 80, tls, null)) shouldBe "Host: a.example:80"
        host(Route("a.example", 443, null, null)) shouldBe "Host: a.example:443"
        host(Route("a.example", 8123, null, null)) shouldBe "Host: a.example:8123"
    }
})
