package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What editors know of the properties. */
class MetadataTest {
    @Test
    void everyPropertyHasItsDescription() throws Exception {
        String text;
        try (InputStream in =
                HouseflowProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String properties = text.substring(text.indexOf("\"properties\": ["));
        List<String> blocks = Pattern.compile("\\{[^{}]*\"name\": \"houseflow\\.[^{}]*}")
                .matcher(properties)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(44);
        assertThat(blocks).allMatch(it -> it.contains("\"description\": "));
        for (String name : List.of(
                "endpoints",
                "password",
                "ssl.bundle",
                "ssl.server-name",
                "ssl.protocols",
                "ssl.cipher-suites",
                "max-connects-per-second",
                "retry.max-attempts",
                "embedded.enabled",
                "clients",
                "health.timeout")) {
            assertThat(blocks).anyMatch(it -> it.contains("\"name\": \"houseflow." + name + "\""));
        }
    }
}
