package dev.houseflow.spring.internal.clients;

import dev.houseflow.ConfigurationException;
import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Two beans for each name below {@code houseflow.clients}: {@code NAMEClickHouseAsyncClient} and
 * {@code NAMEClickHouseClient}, with the name as their qualifier.
 */
public final class NamedClients implements ImportBeanDefinitionRegistrar {
    private static final String PREFIX = "houseflow.clients";

    /** The bean that makes them, and before which they are closed. */
    public static final String FACTORY = "houseflowClients";

    private static final String ASYNC_SUFFIX = "ClickHouseAsyncClient";
    private static final String COROUTINE_SUFFIX = "ClickHouseClient";

    private final Environment environment;

    NamedClients(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String name : names(environment)) {
            if (name.equals(HouseflowClients.DEFAULT)) {
                throw new ConfigurationException(PREFIX + "." + name + " is the name of the client that houseflow.* "
                        + "describes itself. Choose another name, or leave the name out.");
            }
            register(registry, name, ClickHouseAsyncClient.class, "async", ASYNC_SUFFIX);
            register(registry, name, ClickHouseClient.class, "coroutine", COROUTINE_SUFFIX);
        }
    }

    /** The name of the Java client that is the bean of that name, for people. */
    public static String nameOf(String bean) {
        if (bean.equals("clickHouseAsyncClient")) return HouseflowClients.DEFAULT;
        return bean.endsWith(ASYNC_SUFFIX) ? bean.substring(0, bean.length() - ASYNC_SUFFIX.length()) : bean;
    }

    static Set<String> names(Environment environment) {
        return Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, Object.class))
                .map(Map::keySet)
                .<Set<String>>map(TreeSet::new)
                .orElseGet(TreeSet::new);
    }

    private static void register(
            BeanDefinitionRegistry registry, String name, Class<?> type, String method, String suffix) {
        RootBeanDefinition definition = new RootBeanDefinition(type);
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName(method);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setDestroyMethodName("close");
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        registry.registerBeanDefinition(name + suffix, definition);
    }
}
