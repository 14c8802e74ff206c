package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.pemSslContext
import java.nio.file.Path

/** The Kotlin of docs/authentication.md. */
fun withPassword(password: String): ClickHouseClient =
    // snippet: authentication-password-kotlin
    ClickHouseClient("https://clickhouse.example.org:8443") {
        username = "reports"
        this.password = password
    }
// end

fun withOwnAuthority(authority: Path): ClickHouseClient =
    // snippet: authentication-trust-kotlin
    ClickHouseClient("https://clickhouse.internal:8443") {
        username = "reports"
        sslContext = pemSslContext { trust(authority) }
    }
// end

fun throughTunnel(socks: String): ClickHouseClient =
    // snippet: authentication-tunnel-kotlin
    ClickHouseClient("https://127.0.0.1:18443") {
        proxy = socks // socks5://user:password@bastion.example.org:1080
        tlsServerName = "clickhouse.example.org"
        tlsProtocols = listOf("TLSv1.3")
    }
// end

fun throughProxy(endpoint: String): ClickHouseClient =
    // snippet: authentication-proxy-kotlin
    ClickHouseClient(endpoint) {
        proxy = "http://proxy.example.org:3128"
        noProxy = listOf("localhost", ".internal", "10.0.0.0/8")
    }
// end
