package dev.houseflow.spring.internal.clients;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there is a default client: not in an application that only names others, for it would
 * connect to a server that nobody has asked for.
 */
public final class OnDefaultClient extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition("Houseflow's default client");
        if (NamedClients.names(environment).isEmpty()) {
            return ConditionOutcome.match(message.because("houseflow.clients names no others"));
        }
        if (environment.containsProperty("houseflow.endpoints")
                || environment.containsProperty("houseflow.endpoints[0]")) {
            return ConditionOutcome.match(message.because("houseflow.endpoints is set"));
        }
        if (environment.getProperty("houseflow.embedded.enabled", Boolean.class, false)) {
            return ConditionOutcome.match(message.because("houseflow.embedded.enabled is true"));
        }
        return ConditionOutcome.noMatch(
                message.because("houseflow.clients names others, and houseflow.endpoints is not set"));
    }
}
