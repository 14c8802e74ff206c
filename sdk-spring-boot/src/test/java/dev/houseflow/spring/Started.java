package dev.houseflow.spring;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Starts real applications of Spring Boot, with the properties and the beans that a test names. */
final class Started {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private Started() {}

    /** With the beans of {@code sources}; properties are {@code name=value}. */
    static ConfigurableApplicationContext with(List<Class<?>> sources, String... properties) {
        Class<?>[] all =
                Stream.concat(Stream.of(Application.class), sources.stream()).toArray(Class<?>[]::new);
        String[] arguments = Arrays.stream(properties).map(it -> "--" + it).toArray(String[]::new);
        return new SpringApplicationBuilder(all)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .run(arguments);
    }

    static ConfigurableApplicationContext with(String... properties) {
        return with(List.of(), properties);
    }
}
