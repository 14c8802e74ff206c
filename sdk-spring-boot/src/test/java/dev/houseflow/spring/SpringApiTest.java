package dev.houseflow.spring;

import dev.houseflow.testkit.ModuleDescriptors;
import dev.houseflow.testkit.PublicApi;
import org.junit.jupiter.api.Test;

class SpringApiTest {
    @Test
    void thePublicApiIsTheOneThatItsDumpShows() {
        PublicApi.INSTANCE.check("sdk-spring-boot");
    }

    @Test
    void theModuleDescriptorSaysWhatItsClassesUse() {
        ModuleDescriptors.check("sdk-spring-boot");
    }
}
