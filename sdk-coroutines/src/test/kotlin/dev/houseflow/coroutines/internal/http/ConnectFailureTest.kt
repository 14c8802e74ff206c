package dev.houseflow.coroutines.internal.http

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import java.net.ConnectException
import java.net.UnknownHostException
import java.security.cert.CertificateExpiredException
import javax.net.ssl.SSLException
import javax.net.ssl.SSLHandshakeException

class ConnectFailureTest : FunSpec({
    test("each way not to connect has its own next step, also below other exceptions") {
        ConnectFailure.advice(UnknownHostException("db: Name or service not known"), false) shouldContain "this host is not known"
        ConnectFailure.advice(ConnectException("Connection refused"), true) shouldContain "a server listens there"
        ConnectFailure.advice(SSLException("Unsupported or unrecognized SSL message"), true) shouldContain "write http://"
        ConnectFailure.advice(SSLHandshakeException("Received fatal alert: certificate_required"), true) shouldContain "clientCertificate"
        ConnectFailure.advice(SSLHandshakeException("Received fatal alert: protocol_version"), true) shouldContain "its TLS versions"
        ConnectFailure.advice(java.io.IOException("wrapped", CertificateExpiredException("NotAfter: yesterday")), true) shouldContain
            "not valid"
        ConnectFailure.advice(java.io.EOFException(), true) shouldContain "HTTPS port"
    }
})
