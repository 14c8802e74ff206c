package com.example.boot;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Application {
    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    /** Spring closes it with the application. */
    @Bean
    ClickHouseAsyncClient clickHouse(@Value("${clickhouse.endpoint}") String endpoint) {
        return ClickHouseAsyncClient.builder(endpoint).build();
    }
}
