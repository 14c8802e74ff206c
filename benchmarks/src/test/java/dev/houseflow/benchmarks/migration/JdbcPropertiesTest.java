package dev.houseflow.benchmarks.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.clickhouse.client.api.ClientConfigProperties;
import com.clickhouse.jdbc.DriverProperties;
import dev.houseflow.jdbc.HouseflowDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every property of the official driver has its line in the page of the JDBC driver, and its hint in the driver. */
class JdbcPropertiesTest {
    /** Those that this driver has by the same names. */
    private static final Set<String> SAME = Set.of("user", "password", "database", "ssl");

    private static List<String> official() {
        return Stream.concat(
                        Stream.of(ClientConfigProperties.values()).map(ClientConfigProperties::getKey),
                        Stream.of(DriverProperties.values()).map(DriverProperties::getKey))
                .distinct()
                .toList();
    }

    @Test
    void thePageNamesEachOfThem() throws IOException {
        String page = Files.readString(Path.of("../docs/jdbc.md"));
        assertEquals(
                List.of(),
                official().stream()
                        .filter(key -> !page.contains("`" + key + "`"))
                        .toList());
    }

    @Test
    void theDriverSaysWhatToWriteInPlaceOfEach() {
        for (String key : official()) {
            if (SAME.contains(key) || key.startsWith("clickhouse_setting_")) {
                continue;
            }
            Properties properties = new Properties();
            properties.setProperty(key, "1");
            SQLException e = assertThrows(
                    SQLException.class,
                    () -> new HouseflowDriver().connect("jdbc:houseflow:clickhouse://localhost:1", properties),
                    key);
            assertTrue(e.getMessage().contains("this driver has"), e.getMessage());
        }
    }
}
