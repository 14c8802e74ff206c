package com.example.boot;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

@RestController
class Trades {
    private final ClickHouseAsyncClient clickHouse;

    Trades(ClickHouseAsyncClient clickHouse) {
        this.clickHouse = clickHouse;
    }

    @PostMapping("/trades")
    CompletableFuture<Long> insert(@RequestBody List<Trade> trades) {
        return clickHouse.insert("trades", trades, Trade.class).thenApply(summary -> (long) trades.size());
    }

    @GetMapping("/trades")
    CompletableFuture<List<Trade>> of(@RequestParam("symbol") String symbol) {
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id")
                .parameter("s", symbol)
                .build();
        return clickHouse.query(request, Trade.class).thenApply(result -> result.rows());
    }

    /** A caller who leaves makes the write fail, and so ends the query. */
    @GetMapping("/numbers")
    StreamingResponseBody numbers(@RequestParam("id") String id) {
        return out -> {
            QueryRequest request = QueryRequest.builder("SELECT number FROM system.numbers").queryId(id).build();
            try (RowStream<Long> rows = clickHouse.stream(request, Long.class)) {
                PrintWriter writer = new PrintWriter(out);
                Iterator<Long> numbers = rows.stream().iterator();
                while (numbers.hasNext() && !writer.checkError()) writer.println(numbers.next());
            }
        };
    }
}
