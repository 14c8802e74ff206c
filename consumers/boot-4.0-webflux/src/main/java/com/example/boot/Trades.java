package com.example.boot;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import org.reactivestreams.Publisher;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class Trades {
    private final ClickHouseAsyncClient clickHouse;

    Trades(ClickHouseAsyncClient clickHouse) {
        this.clickHouse = clickHouse;
    }

    @PostMapping("/trades")
    Mono<Void> insert(@RequestBody Flux<Trade> trades) {
        return Mono.fromFuture(() -> clickHouse.insert("trades", trades, Trade.class)).then();
    }

    @GetMapping("/trades")
    Publisher<Trade> of(@RequestParam("symbol") String symbol) {
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id")
                .parameter("s", symbol)
                .build();
        return clickHouse.publish(request, Trade.class);
    }

    /** A caller who leaves cancels the subscription, and so ends the query. */
    @GetMapping(path = "/numbers", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Publisher<Trade> numbers(@RequestParam("id") String id) {
        QueryRequest request = QueryRequest.builder("SELECT toInt64(number) AS id, 'N' AS symbol, 0.5 AS price FROM system.numbers")
                .queryId(id)
                .build();
        return clickHouse.publish(request, Trade.class);
    }
}
