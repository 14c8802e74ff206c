package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Publishers: rows as a Reactive Streams publisher, at the pace of its subscriber. */
public final class ReactiveStreamsInJava {
    public static void main(String[] args) {
        CompletableFuture<Long> sum = new CompletableFuture<>();
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.publish("SELECT number FROM numbers(1000)", Long.class).subscribe(new Subscriber<Long>() {
                private Subscription subscription;
                private long total;

                @Override
                public void onSubscribe(Subscription s) {
                    subscription = s;
                    s.request(1);
                }

                @Override
                public void onNext(Long number) {
                    total += number;
                    subscription.request(1);
                }

                @Override
                public void onError(Throwable failure) {
                    sum.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {
                    sum.complete(total);
                }
            });
            System.out.println(sum.join());
        }
    }
}

// Prints:
// 499500
