package dev.houseflow.spring.internal;

import dev.houseflow.CallListener;
import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.ClickHouseAsyncClientCustomizer;
import dev.houseflow.spring.ClickHouseClientCustomizer;
import dev.houseflow.spring.HouseflowConnectionDetails;
import dev.houseflow.spring.HouseflowProperties;
import dev.houseflow.spring.internal.clients.HouseflowClients;
import dev.houseflow.spring.internal.clients.NamedClients;
import dev.houseflow.spring.internal.clients.OnDefaultClient;
import dev.houseflow.spring.internal.clients.PropertiesConnectionDetails;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** The clients as beans. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
            "dev.houseflow.spring.internal.embedded.EmbeddedAutoConfiguration"
        })
@EnableConfigurationProperties(HouseflowProperties.class)
@Import(NamedClients.class)
public class HouseflowAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    HouseflowConnectionDetails houseflowConnectionDetails(
            HouseflowProperties properties, ObjectProvider<SslBundles> bundles) {
        return new PropertiesConnectionDetails(
                properties, HouseflowClients.bundle(properties.getSsl().getBundle(), "houseflow", bundles));
    }

    @Bean(NamedClients.FACTORY)
    HouseflowClients houseflowClients(
            HouseflowProperties properties,
            HouseflowConnectionDetails details,
            ObjectProvider<SslBundles> bundles,
            Environment environment,
            ObjectProvider<CallListener> listeners,
            ObjectProvider<ClickHouseAsyncClientCustomizer> asyncCustomizers,
            ObjectProvider<ClickHouseClientCustomizer> customizers) {
        return new HouseflowClients(
                properties,
                details,
                bundles,
                environment.getProperty("spring.application.name"),
                listeners.orderedStream().toList(),
                asyncCustomizers.orderedStream().toList(),
                customizers.orderedStream().toList());
    }

    @Bean
    @Primary
    @Conditional(OnDefaultClient.class)
    @ConditionalOnMissingBean
    ClickHouseAsyncClient clickHouseAsyncClient(HouseflowClients clients) {
        return clients.async(HouseflowClients.DEFAULT);
    }

    @Bean
    @Primary
    @Conditional(OnDefaultClient.class)
    @ConditionalOnMissingBean
    ClickHouseClient clickHouseClient(HouseflowClients clients) {
        return clients.coroutine(HouseflowClients.DEFAULT);
    }
}
