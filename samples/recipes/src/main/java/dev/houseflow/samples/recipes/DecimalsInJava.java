package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Decimals and big numbers: nothing is rounded; what does not fit is an error. */
public final class DecimalsInJava {
    public record Sums(BigDecimal price, BigInteger most) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute("CREATE OR REPLACE TABLE sums (price Decimal(18, 4), most UInt64) ENGINE Memory")
                    .join();
            Sums sums = new Sums(new BigDecimal("0.1"), new BigInteger("18446744073709551615"));
            ch.insert("sums", List.of(sums), Sums.class).join();
            System.out.println(ch.query("SELECT * FROM sums", Sums.class).join().rows());
        }
    }
}

// Prints:
// [Sums[price=0.1000, most=18446744073709551615]]
