package dev.houseflow.observability;

import dev.houseflow.testkit.ModuleDescriptors;
import dev.houseflow.testkit.PublicApi;
import org.junit.jupiter.api.Test;

class ObservabilityApiTest {
    @Test
    void thePublicApiIsTheOneThatItsDumpShows() {
        PublicApi.INSTANCE.check("sdk-observability");
    }

    @Test
    void theModuleDescriptorSaysWhatItsClassesUse() {
        ModuleDescriptors.check("sdk-observability");
    }
}
