package dev.houseflow.test;

import dev.houseflow.testkit.ModuleDescriptors;
import dev.houseflow.testkit.PublicApi;
import org.junit.jupiter.api.Test;

class TestApiTest {
    @Test
    void thePublicApiIsTheOneThatItsDumpShows() {
        PublicApi.INSTANCE.check("sdk-test");
    }

    @Test
    void theModuleDescriptorSaysWhatItsClassesUse() {
        ModuleDescriptors.check("sdk-test");
    }
}
