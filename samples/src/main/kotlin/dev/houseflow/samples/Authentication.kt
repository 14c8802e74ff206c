package dev.houseflow.samples

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.pemSslContext
import java.nio.file.Path

/** The Kotlin of docs/authentication.md. */
fun withTokens(endpoint: String, identity: Identity): ClickHouseClient =
    // snippet: authentication-token-kotlin
    ClickHouseClient(endpoint) {
        accessToken = { identity.freshToken() }
    }
// end

fun withChangingPassword(endpoint: String, vault: Vault): ClickHouseClient =
    // snippet: authentication-supplier-kotlin
    ClickHouseClient(endpoint) {
        username = "reports"
        passwordSupplier = { vault.password("reports") }
    }
// end

fun withCertificate(endpoint: String, certificate: Path, key: Path): ClickHouseClient =
    // snippet: authentication-certificate-kotlin
    ClickHouseClient(endpoint) {
        username = "reports"
        certificateAuth = true
        sslContext = pemSslContext { clientCertificate(certificate, key) }
    }
// end

/** Where passwords are kept. */
fun interface Vault {
    suspend fun password(user: String): String
}

/** The service that gives out tokens. */
fun interface Identity {
    suspend fun freshToken(): String
}
