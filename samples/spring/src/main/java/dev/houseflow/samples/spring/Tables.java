package dev.houseflow.samples.spring;

import dev.houseflow.Format;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.samples.Flights;
import dev.houseflow.samples.SampleData;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Makes the tables where there are none, and loads the flights, before the first request is taken. */
@Component
class Tables {
    private final ClickHouseAsyncClient clickHouse;

    Tables(ClickHouseAsyncClient clickHouse) {
        this.clickHouse = clickHouse;
    }

    @PostConstruct
    void prepare() throws IOException, InterruptedException {
        clickHouse.execute(Event.TABLE).join();
        SampleData files = SampleData.fetch();
        load("quickstart_flights", Flights.CREATE_FLIGHTS, Format.PARQUET, files.flights());
        load("quickstart_airports", Flights.CREATE_AIRPORTS, Format.CSV_WITH_NAMES, files.airports());
    }

    private void load(String table, String create, Format format, Path file) {
        clickHouse
                .execute(create.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
                .join();
        long rows = clickHouse
                .query("SELECT count() FROM " + table, Long.class)
                .join()
                .rows()
                .get(0);
        if (rows == 0) clickHouse.rawInsert(table, format, file).join();
    }
}
