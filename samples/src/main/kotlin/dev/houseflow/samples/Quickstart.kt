@file:UseContextualSerialization(Instant::class)

package dev.houseflow.samples

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.coroutines.stream
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.UseContextualSerialization
import java.nio.file.Path
import java.time.Instant

@Serializable
data class Flight(val date: Instant, val delay: Int, val distance: Int, val origin: String, val destination: String)

@Serializable
data class LateFlight(
    val date: Instant,
    val origin: String,
    val destination: String,
    @SerialName("hours_late") val hoursLate: Double,
)

@Serializable
data class Route(val origin: String, val destination: String, val flights: Long)

@Serializable
data class HourOfDay(val hour: Int, val flights: Long, @SerialName("average_delay") val averageDelay: Double)

@Serializable
data class DelayedOrigin(val month: Int, val origin: String, val flights: Long, @SerialName("average_delay") val averageDelay: Double)

/** Loads three million real flights into an embedded ClickHouse, reads them back, writes some of them again, and asks three questions. */
fun main(vararg arguments: String) = runBlocking {
    val data = SampleData.fetch()
    val steps = Steps()

    steps.begin("Start ClickHouse")
    QuickstartServer.of(*arguments).use { server ->
        val client = ClickHouseClient(server.endpoint()) {
            username = server.username()
            password = server.password()
        }
        client.use { ch ->
            val version = ch.query<String>("SELECT version()").rows.single()
            steps.end("version $version")

            for (table in Flights.TABLES) ch.execute("DROP TABLE IF EXISTS $table")
            ch.execute(Flights.CREATE_AIRPORTS)
            ch.execute(Flights.CREATE_FLIGHTS)
            ch.execute(Flights.CREATE_LATE_FLIGHTS)
            load(ch, steps, "airports", Format.CSV_WITH_NAMES, data.airports())
            load(ch, steps, "flights", Format.PARQUET, data.flights())
            readBack(ch, steps)
            writeLateFlights(ch, steps)
            ask(ch, steps)
        }
    }
    steps.printTimes()
}

private suspend fun load(ch: ClickHouseClient, steps: Steps, table: String, format: Format, file: Path) {
    steps.begin("Load $table")
    steps.open(file).use { ch.rawInsert("quickstart_" + table, format, it) }
    steps.end("${ch.query<Long>("SELECT count() FROM quickstart_$table").rows.single()} rows")
}

/** A Flow in constant memory: no more than a few blocks of rows are ever there at once. */
private suspend fun readBack(ch: ClickHouseClient, steps: Steps) {
    steps.begin("Read the flights as objects")
    var flights = 0L
    var miles = 0L
    ch.stream<Flight>("SELECT * FROM quickstart_flights").collect { flight ->
        miles += flight.distance
        steps.progress(++flights, Flights.COUNT, "flights")
    }
    steps.end("$flights flights over $miles miles")
}

/** One Flow in, one Flow out: rows are written while others are still being read. */
private suspend fun writeLateFlights(ch: ClickHouseClient, steps: Steps) {
    steps.begin("Write the late ones to a second table")
    val late = ch.stream<Flight>("SELECT * FROM quickstart_flights")
        .filter { it.delay >= 60 }
        .map { LateFlight(it.date, it.origin, it.destination, it.delay / 60.0) }
    ch.insert("quickstart_late_flights", late)
    steps.end("${ch.query<Long>("SELECT count() FROM quickstart_late_flights").rows.single()} rows")
}

private suspend fun ask(ch: ClickHouseClient, steps: Steps) {
    steps.begin("Ask three questions")
    val routes = ch.query<Route>(Flights.ROUTES).rows
    val hours = ch.query<HourOfDay>(Flights.HOURS).rows
    val origins = ch.query<DelayedOrigin>(Flights.DELAYED_ORIGINS) { parameter("least", 1000) }.rows
    steps.end("${routes.size + hours.size + origins.size} rows")

    val busiest = TextTable("from", "to", "flights")
    for (route in routes) busiest.row(route.origin, route.destination, route.flights)
    busiest.print("The ten busiest routes")

    val byHour = TextTable("hour", "flights", "average delay in minutes")
    for (hour in hours) byHour.row(hour.hour, hour.flights, hour.averageDelay)
    byHour.print("Delay by hour of departure")

    val delayed = TextTable("month", "from", "flights", "average delay in minutes")
    for (origin in origins) delayed.row(origin.month, origin.origin, origin.flights, origin.averageDelay)
    delayed.print("Each month's three origins with the highest average delay, of those with at least 1,000 flights")
}
