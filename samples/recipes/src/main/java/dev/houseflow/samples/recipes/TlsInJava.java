package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.PemSslContext;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** TLS and access tokens: an authority of your own, and a token that is asked for anew when it is refused. */
public final class TlsInJava {
    public static void main(String[] args) throws Exception {
        Iterator<String> tokens = List.of("token-1", "token-2").iterator();
        try (TlsFront server = TlsFront.start("token-2");
                ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(server.endpoint())
                        .sslContext(PemSslContext.builder()
                                .trust(server.certificate())
                                .build())
                        .accessToken(() -> CompletableFuture.completedFuture(tokens.next()))
                        .build()) {
            System.out.println(
                    ch.query("SELECT 'over TLS'", String.class).join().rows());
        }
    }
}

// Prints:
// [over TLS]
