package com.example.old;

import dev.houseflow.ConfigurationException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;

/** Makes a client, which has to say at once which versions it found. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        try {
            ClickHouseAsyncClient.builder("http://127.0.0.1:1").build().close();
        } catch (ConfigurationException e) {
            if (e.getMessage().contains("but 1.8.22 and 1.6.4 are there")) return;
            throw e;
        }
        throw new AssertionError("A client on libraries that are too old was made");
    }
}
