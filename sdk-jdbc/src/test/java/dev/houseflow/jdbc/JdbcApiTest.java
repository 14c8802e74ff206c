package dev.houseflow.jdbc;

import dev.houseflow.testkit.ModuleDescriptors;
import dev.houseflow.testkit.PublicApi;
import org.junit.jupiter.api.Test;

class JdbcApiTest {
    @Test
    void thePublicApiIsTheOneThatItsDumpShows() {
        PublicApi.INSTANCE.check("sdk-jdbc");
    }

    @Test
    void theModuleDescriptorSaysWhatItsClassesUse() {
        ModuleDescriptors.check("sdk-jdbc");
    }
}
